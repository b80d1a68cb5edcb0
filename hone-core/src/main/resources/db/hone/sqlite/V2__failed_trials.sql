-- Why trials failed is asked of studies with very many trials, few of which failed.
CREATE INDEX trials_failed ON trials (study_id, number) WHERE state = 'FAILED';
