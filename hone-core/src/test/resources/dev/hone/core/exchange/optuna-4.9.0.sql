-- Dump of an SQLite database that Optuna 4.9.0 made (RandomSampler, seeds 7 and 1): study "optuna-made" with two
-- objectives, a conditional parameter, a failed and a pruned trial and one left running; study "optuna-pruned" with
-- intermediate values, one of them infinite.
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('v3.2.0.a');
CREATE TABLE studies (
	study_id INTEGER NOT NULL, 
	study_name VARCHAR(512) NOT NULL, 
	PRIMARY KEY (study_id)
);
INSERT INTO "studies" VALUES(1,'optuna-made');
INSERT INTO "studies" VALUES(2,'optuna-pruned');
CREATE TABLE study_directions (
	study_direction_id INTEGER NOT NULL, 
	direction VARCHAR(8) NOT NULL, 
	study_id INTEGER NOT NULL, 
	objective INTEGER NOT NULL, 
	PRIMARY KEY (study_direction_id), 
	UNIQUE (study_id, objective), 
	FOREIGN KEY(study_id) REFERENCES studies (study_id)
);
INSERT INTO "study_directions" VALUES(1,'MINIMIZE',1,0);
INSERT INTO "study_directions" VALUES(2,'MAXIMIZE',1,1);
INSERT INTO "study_directions" VALUES(3,'MINIMIZE',2,0);
CREATE TABLE study_system_attributes (
	study_system_attribute_id INTEGER NOT NULL, 
	study_id INTEGER, 
	"key" VARCHAR(512), 
	value_json TEXT, 
	PRIMARY KEY (study_system_attribute_id), 
	UNIQUE (study_id, "key"), 
	FOREIGN KEY(study_id) REFERENCES studies (study_id)
);
CREATE TABLE study_user_attributes (
	study_user_attribute_id INTEGER NOT NULL, 
	study_id INTEGER, 
	"key" VARCHAR(512), 
	value_json TEXT, 
	PRIMARY KEY (study_user_attribute_id), 
	UNIQUE (study_id, "key"), 
	FOREIGN KEY(study_id) REFERENCES studies (study_id)
);
INSERT INTO "study_user_attributes" VALUES(1,1,'owner','"fixture"');
CREATE TABLE trial_heartbeats (
	trial_heartbeat_id INTEGER NOT NULL, 
	trial_id INTEGER NOT NULL, 
	heartbeat DATETIME NOT NULL, 
	PRIMARY KEY (trial_heartbeat_id), 
	UNIQUE (trial_id), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
CREATE TABLE trial_intermediate_values (
	trial_intermediate_value_id INTEGER NOT NULL, 
	trial_id INTEGER NOT NULL, 
	step INTEGER NOT NULL, 
	intermediate_value FLOAT, 
	intermediate_value_type VARCHAR(7) NOT NULL, 
	PRIMARY KEY (trial_intermediate_value_id), 
	UNIQUE (trial_id, step), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_intermediate_values" VALUES(1,10,0,1.6885347703579647316e+00,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(2,10,1,1.1885347703579647316e+00,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(3,10,2,1.02186810369129799092e+00,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(4,11,0,5.85428824105435552382e+00,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(5,11,1,5.35428824105435552382e+00,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(6,11,2,5.1876215743876885611e+00,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(7,11,4,NULL,'INF_POS');
INSERT INTO "trial_intermediate_values" VALUES(8,12,0,2.59885638264253913129e+01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(9,12,1,2.54885638264253913112e+01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(10,12,2,2.53218971597587234607e+01,'FINITE');
CREATE TABLE trial_params (
	param_id INTEGER NOT NULL, 
	trial_id INTEGER, 
	param_name VARCHAR(512), 
	param_value FLOAT, 
	distribution_json TEXT, 
	PRIMARY KEY (param_id), 
	UNIQUE (trial_id, param_name), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_params" VALUES(1,1,'lr',2.01945024481022899999e-04,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 1.0, "log": true}}');
INSERT INTO "trial_params" VALUES(2,1,'drop',0.4,'{"name": "FloatDistribution", "attributes": {"step": 0.1, "low": 0.0, "high": 0.5, "log": false}}');
INSERT INTO "trial_params" VALUES(3,1,'layers',2.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 4}}');
INSERT INTO "trial_params" VALUES(4,1,'width',97.0,'{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 8, "high": 256}}');
INSERT INTO "trial_params" VALUES(5,1,'kind',0.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["svm", "forest", 3, true]}}');
INSERT INTO "trial_params" VALUES(6,2,'lr',1.18510251672614207001e-03,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 1.0, "log": true}}');
INSERT INTO "trial_params" VALUES(7,2,'drop',0.2,'{"name": "FloatDistribution", "attributes": {"step": 0.1, "low": 0.0, "high": 0.5, "log": false}}');
INSERT INTO "trial_params" VALUES(8,2,'layers',3.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 4}}');
INSERT INTO "trial_params" VALUES(9,2,'width',128.0,'{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 8, "high": 256}}');
INSERT INTO "trial_params" VALUES(10,2,'kind',3.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["svm", "forest", 3, true]}}');
INSERT INTO "trial_params" VALUES(11,3,'lr',0.000713742264336183,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 1.0, "log": true}}');
INSERT INTO "trial_params" VALUES(12,3,'drop',0.2,'{"name": "FloatDistribution", "attributes": {"step": 0.1, "low": 0.0, "high": 0.5, "log": false}}');
INSERT INTO "trial_params" VALUES(13,3,'layers',4.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 4}}');
INSERT INTO "trial_params" VALUES(14,3,'width',8.0,'{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 8, "high": 256}}');
INSERT INTO "trial_params" VALUES(15,3,'kind',1.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["svm", "forest", 3, true]}}');
INSERT INTO "trial_params" VALUES(16,3,'depth',10.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 2, "low": 2, "high": 10}}');
INSERT INTO "trial_params" VALUES(17,4,'lr',3.4093986357473668675e-04,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 1.0, "log": true}}');
INSERT INTO "trial_params" VALUES(18,4,'drop',3.00000000000000044408e-01,'{"name": "FloatDistribution", "attributes": {"step": 0.1, "low": 0.0, "high": 0.5, "log": false}}');
INSERT INTO "trial_params" VALUES(19,4,'layers',4.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 4}}');
INSERT INTO "trial_params" VALUES(20,4,'width',80.0,'{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 8, "high": 256}}');
INSERT INTO "trial_params" VALUES(21,4,'kind',2.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["svm", "forest", 3, true]}}');
INSERT INTO "trial_params" VALUES(22,5,'lr',8.12090854070302362033e-03,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 1.0, "log": true}}');
INSERT INTO "trial_params" VALUES(23,5,'drop',0.2,'{"name": "FloatDistribution", "attributes": {"step": 0.1, "low": 0.0, "high": 0.5, "log": false}}');
INSERT INTO "trial_params" VALUES(24,5,'layers',4.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 4}}');
INSERT INTO "trial_params" VALUES(25,5,'width',113.0,'{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 8, "high": 256}}');
INSERT INTO "trial_params" VALUES(26,5,'kind',1.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["svm", "forest", 3, true]}}');
INSERT INTO "trial_params" VALUES(27,5,'depth',4.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 2, "low": 2, "high": 10}}');
INSERT INTO "trial_params" VALUES(28,6,'lr',0.0426184696665042,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 1.0, "log": true}}');
INSERT INTO "trial_params" VALUES(29,6,'drop',0.2,'{"name": "FloatDistribution", "attributes": {"step": 0.1, "low": 0.0, "high": 0.5, "log": false}}');
INSERT INTO "trial_params" VALUES(30,6,'layers',2.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 4}}');
INSERT INTO "trial_params" VALUES(31,6,'width',95.0,'{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 8, "high": 256}}');
INSERT INTO "trial_params" VALUES(32,6,'kind',1.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["svm", "forest", 3, true]}}');
INSERT INTO "trial_params" VALUES(33,6,'depth',6.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 2, "low": 2, "high": 10}}');
INSERT INTO "trial_params" VALUES(34,7,'lr',5.07942194255229118732e-03,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 1.0, "log": true}}');
INSERT INTO "trial_params" VALUES(35,7,'drop',3.00000000000000044408e-01,'{"name": "FloatDistribution", "attributes": {"step": 0.1, "low": 0.0, "high": 0.5, "log": false}}');
INSERT INTO "trial_params" VALUES(36,7,'layers',3.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 4}}');
INSERT INTO "trial_params" VALUES(37,7,'width',32.0,'{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 8, "high": 256}}');
INSERT INTO "trial_params" VALUES(38,7,'kind',2.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["svm", "forest", 3, true]}}');
INSERT INTO "trial_params" VALUES(39,8,'lr',6.09034442843548184942e-02,'{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 1.0, "log": true}}');
INSERT INTO "trial_params" VALUES(40,8,'drop',0.5,'{"name": "FloatDistribution", "attributes": {"step": 0.1, "low": 0.0, "high": 0.5, "log": false}}');
INSERT INTO "trial_params" VALUES(41,8,'layers',3.0,'{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 4}}');
INSERT INTO "trial_params" VALUES(42,8,'width',9.0,'{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 8, "high": 256}}');
INSERT INTO "trial_params" VALUES(43,8,'kind',3.0,'{"name": "CategoricalDistribution", "attributes": {"choices": ["svm", "forest", 3, true]}}');
INSERT INTO "trial_params" VALUES(44,10,'x',-8.29779952974259771281e-01,'{"name": "FloatDistribution", "attributes": {"step": null, "low": -5.0, "high": 5.0, "log": false}}');
INSERT INTO "trial_params" VALUES(45,11,'x',2.20324493442158075851e+00,'{"name": "FloatDistribution", "attributes": {"step": null, "low": -5.0, "high": 5.0, "log": false}}');
INSERT INTO "trial_params" VALUES(46,12,'x',-4.99885625182655068954e+00,'{"name": "FloatDistribution", "attributes": {"step": null, "low": -5.0, "high": 5.0, "log": false}}');
CREATE TABLE trial_system_attributes (
	trial_system_attribute_id INTEGER NOT NULL, 
	trial_id INTEGER, 
	"key" VARCHAR(512), 
	value_json TEXT, 
	PRIMARY KEY (trial_system_attribute_id), 
	UNIQUE (trial_id, "key"), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_system_attributes" VALUES(1,9,'fixed_params','{"lr": 0.01, "drop": 0.1, "layers": 2, "width": 16, "kind": "svm"}');
CREATE TABLE trial_user_attributes (
	trial_user_attribute_id INTEGER NOT NULL, 
	trial_id INTEGER, 
	"key" VARCHAR(512), 
	value_json TEXT, 
	PRIMARY KEY (trial_user_attribute_id), 
	UNIQUE (trial_id, "key"), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_user_attributes" VALUES(1,1,'note','"n0"');
INSERT INTO "trial_user_attributes" VALUES(2,2,'note','"n1"');
INSERT INTO "trial_user_attributes" VALUES(3,3,'note','"n2"');
INSERT INTO "trial_user_attributes" VALUES(4,4,'note','"n3"');
INSERT INTO "trial_user_attributes" VALUES(5,5,'note','"n4"');
INSERT INTO "trial_user_attributes" VALUES(6,6,'note','"n5"');
INSERT INTO "trial_user_attributes" VALUES(7,7,'note','"n6"');
INSERT INTO "trial_user_attributes" VALUES(8,8,'note','"n7"');
CREATE TABLE trial_values (
	trial_value_id INTEGER NOT NULL, 
	trial_id INTEGER NOT NULL, 
	objective INTEGER NOT NULL, 
	value FLOAT, 
	value_type VARCHAR(7) NOT NULL, 
	PRIMARY KEY (trial_value_id), 
	UNIQUE (trial_id, objective), 
	FOREIGN KEY(trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_values" VALUES(1,1,0,4.03890048962045799998e-04,'FINITE');
INSERT INTO "trial_values" VALUES(2,1,1,97.4,'FINITE');
INSERT INTO "trial_values" VALUES(3,2,0,3.55530755017842599319e-03,'FINITE');
INSERT INTO "trial_values" VALUES(4,2,1,128.2,'FINITE');
INSERT INTO "trial_values" VALUES(5,3,0,2.85496905734473199744e-03,'FINITE');
INSERT INTO "trial_values" VALUES(6,3,1,8.2,'FINITE');
INSERT INTO "trial_values" VALUES(7,6,0,0.0852369393330084,'FINITE');
INSERT INTO "trial_values" VALUES(8,6,1,95.2,'FINITE');
INSERT INTO "trial_values" VALUES(9,7,0,1.52382658276568744293e-02,'FINITE');
INSERT INTO "trial_values" VALUES(10,7,1,32.3,'FINITE');
INSERT INTO "trial_values" VALUES(11,8,0,1.82710332853064455482e-01,'FINITE');
INSERT INTO "trial_values" VALUES(12,8,1,9.5,'FINITE');
INSERT INTO "trial_values" VALUES(13,10,0,6.88534770357964731601e-01,'FINITE');
INSERT INTO "trial_values" VALUES(14,11,0,NULL,'INF_POS');
INSERT INTO "trial_values" VALUES(15,12,0,2.49885638264253913116e+01,'FINITE');
CREATE TABLE trials (
	trial_id INTEGER NOT NULL, 
	number INTEGER, 
	study_id INTEGER, 
	state VARCHAR(8) NOT NULL, 
	datetime_start DATETIME, 
	datetime_complete DATETIME, 
	PRIMARY KEY (trial_id), 
	FOREIGN KEY(study_id) REFERENCES studies (study_id)
);
INSERT INTO "trials" VALUES(1,0,1,'COMPLETE','2026-11-25 02:20:50.961954','2026-11-25 02:20:51.341250');
INSERT INTO "trials" VALUES(2,1,1,'COMPLETE','2026-11-25 02:20:51.367670','2026-11-25 02:20:51.559311');
INSERT INTO "trials" VALUES(3,2,1,'COMPLETE','2026-11-25 02:20:51.659912','2026-11-25 02:20:52.071161');
INSERT INTO "trials" VALUES(4,3,1,'FAIL','2026-11-25 02:20:52.091634','2026-11-25 02:20:52.220816');
INSERT INTO "trials" VALUES(5,4,1,'PRUNED','2026-11-25 02:20:52.242767','2026-11-25 02:20:52.396678');
INSERT INTO "trials" VALUES(6,5,1,'COMPLETE','2026-11-25 02:20:52.423291','2026-11-25 02:20:52.558737');
INSERT INTO "trials" VALUES(7,6,1,'COMPLETE','2026-11-25 02:20:52.581590','2026-11-25 02:20:52.695165');
INSERT INTO "trials" VALUES(8,7,1,'COMPLETE','2026-11-25 02:20:52.735527','2026-11-25 02:20:52.856705');
INSERT INTO "trials" VALUES(9,8,1,'RUNNING','2026-11-25 02:20:52.909227',NULL);
INSERT INTO "trials" VALUES(10,0,2,'COMPLETE','2026-11-25 02:20:53.057853','2026-11-25 02:20:53.170501');
INSERT INTO "trials" VALUES(11,1,2,'PRUNED','2026-11-25 02:20:53.205887','2026-11-25 02:20:53.321150');
INSERT INTO "trials" VALUES(12,2,2,'COMPLETE','2026-11-25 02:20:53.344115','2026-11-25 02:20:53.435504');
CREATE TABLE version_info (
	version_info_id INTEGER NOT NULL, 
	schema_version INTEGER, 
	library_version VARCHAR(256), 
	PRIMARY KEY (version_info_id), 
	CHECK (version_info_id=1)
);
INSERT INTO "version_info" VALUES(1,12,'4.9.0');
CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
CREATE INDEX ix_trials_study_id ON trials (study_id);
