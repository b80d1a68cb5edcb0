package dev.hone.cli.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Text;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.CandidateTexts;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the candidates of one study are shown: configurations as their values, others as their kind writes them. */
public final class Candidates {

    private static final String JSON = "json";
    private static final int WIDTH = 160;

    private final Optional<CandidateKind> kind;
    private final CandidateTexts texts;
    private final StudyRecord study;
    private final Map<String, String> attributes;

    private Candidates(Optional<CandidateKind> kind, StudyRecord study, Map<String, String> attributes) {
        this.kind = kind;
        this.study = study;
        this.attributes = attributes;
        this.texts = new CandidateTexts(kind, attributes);
    }

    public static Candidates of(MethodCatalogue catalogue, StudyStore store, StudyRecord study) {
        Map<String, String> attributes = store.attributes(study.id());
        return new Candidates(catalogue.kind(attributes), study, attributes);
    }

    public static Candidates of(StudyStore store, StudyRecord study) {
        return of(MethodCatalogue.load(), store, study);
    }

    /** In one line; what is longer than that is cut, except a configuration. */
    public String text(Trial<String> trial) {
        return texts.text(trial)
                .map(text -> Text.fit(text, WIDTH))
                .orElseGet(() -> Text.pairs(Views.parameters(trial.candidate())));
    }

    /** The trial with everything in it, and its candidate as people read it where that is not what is stored. */
    ObjectNode json(Trial<String> trial) {
        ObjectNode node = Views.json(trial, study.objectives());
        texts.text(trial).ifPresent(text -> node.put("text", text));
        return node;
    }

    /** The candidate of a best trial, on lines of its own. */
    public void print(PrintStream out, Trial<String> trial, Style style) {
        if (kind.isPresent()) {
            try {
                kind.get().best(trial, study, attributes).forEach(line -> out.println("  " + line));
                return;
            } catch (HoneException e) {
                // shown as it is stored
            }
        }
        Table table = new Table("PARAMETER", "VALUE");
        Views.parameters(trial.candidate()).forEach((name, value) -> table.row(name, Text.value(value)));
        table.print(out, "  ", style);
    }

    /** The candidate in a form that the user names. */
    String write(String form, Trial<String> trial) {
        if (kind.isEmpty() && form.equals(JSON)) {
            return trial.candidate();
        }
        List<String> forms = kind.map(CandidateKind::forms).orElse(List.of(JSON));
        if (!forms.contains(form)) {
            throw new InvalidFieldException(
                    "--as", "is '" + form + "'" + Nearest.hint(form, forms) + ", expected one of " + forms);
        }
        return kind.orElseThrow().write(form, trial, attributes);
    }

    /** What there is to say about the course of the study; none if nothing is. */
    List<String> report(StudyStore store) {
        return kind.map(k -> k.report(store, study)).orElse(List.of());
    }
}
