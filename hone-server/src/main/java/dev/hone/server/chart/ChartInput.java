package dev.hone.server.chart;

import dev.hone.core.analyse.Analyses;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Objective;
import java.util.Optional;

/**
 * What a chart is made from.
 *
 * @param data the study's finished trials
 * @param space the study's space, if it is known
 * @param models surrogates of studies
 * @param query what is asked for
 */
record ChartInput(StudyData data, Optional<SearchSpace> space, Analyses analyses, Models models, ChartQuery query) {

    StudyRecord study() {
        return data.study();
    }

    /** The objective that is asked for. */
    Objective objective() {
        return study().objectives().get(query.objective());
    }

    ParameterView parameters() {
        return new ParameterView(data, space, query.objective());
    }
}
