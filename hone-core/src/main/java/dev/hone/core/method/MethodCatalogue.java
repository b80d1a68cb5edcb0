package dev.hone.core.method;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.prune.Pruner;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All methods on the class path. Immutable and thread-safe. */
public final class MethodCatalogue {

    private final Map<String, SamplerProvider> samplers = new TreeMap<>();
    private final Map<String, PrunerProvider> pruners = new TreeMap<>();
    private final Map<String, CandidateKind> kinds = new TreeMap<>();

    private MethodCatalogue(
            Iterable<SamplerProvider> optimizers,
            Iterable<PrunerProvider> stoppers,
            Iterable<CandidateKind> candidates) {
        optimizers.forEach(provider -> add(samplers, provider.method(), provider));
        stoppers.forEach(provider -> add(pruners, provider.method(), provider));
        candidates.forEach(kind -> kinds.put(kind.id(), kind));
    }

    public static MethodCatalogue load() {
        ClassLoader loader = MethodCatalogue.class.getClassLoader();
        return of(
                ServiceLoader.load(SamplerProvider.class, loader),
                ServiceLoader.load(PrunerProvider.class, loader),
                ServiceLoader.load(CandidateKind.class, loader));
    }

    /** A catalogue of the given methods only. */
    public static MethodCatalogue of(Iterable<SamplerProvider> optimizers, Iterable<PrunerProvider> pruners) {
        return of(optimizers, pruners, List.of());
    }

    /** A catalogue of the given methods and kinds of candidates only. */
    public static MethodCatalogue of(
            Iterable<SamplerProvider> optimizers, Iterable<PrunerProvider> pruners, Iterable<CandidateKind> kinds) {
        return new MethodCatalogue(optimizers, pruners, kinds);
    }

    /** Kinds of candidates beside configurations. */
    public List<CandidateKind> kinds() {
        return List.copyOf(kinds.values());
    }

    /** What the candidates of a study are, by its attributes; empty for configurations and for what is not installed here. */
    public Optional<CandidateKind> kind(Map<String, String> attributes) {
        return Optional.ofNullable(attributes.get(CandidateKind.ATTRIBUTE)).map(kinds::get);
    }

    /** Methods that propose configurations. */
    public List<Method> samplers() {
        return samplers.values().stream().map(SamplerProvider::method).toList();
    }

    /** Methods that stop trials early. */
    public List<Method> pruners() {
        return pruners.values().stream().map(PrunerProvider::method).toList();
    }

    /** All methods, by kind and then id. */
    public List<Method> methods() {
        List<Method> all = new ArrayList<>(samplers());
        all.addAll(pruners());
        kinds.values().forEach(kind -> all.addAll(kind.optimizers()));
        all.sort(Comparator.comparing(Method::kind).thenComparing(Method::id));
        return all;
    }

    /** The method with this id; where an optimizer and a pruner share one, the optimizer. */
    public Optional<Method> find(String id) {
        return methods().stream().filter(m -> m.id().equals(id)).findFirst();
    }

    /**
     * An optimizer by id.
     *
     * @param field where the choice stands, for errors
     * @throws InvalidFieldException if there is no such optimizer or an option is not acceptable
     */
    public OptimizerFactory<Configuration> sampler(String field, String id, SearchSpace space, Map<String, ?> options) {
        SamplerProvider provider = require(samplers, field, id);
        return provider.create(
                space, OptionValues.check(field, provider.method().options(), options));
    }

    /** A pruner by id; errors as for {@link #sampler}. */
    public Pruner pruner(String field, String id, Map<String, ?> options) {
        PrunerProvider provider = require(pruners, field, id);
        return provider.create(OptionValues.check(field, provider.method().options(), options));
    }

    private static <P> P require(Map<String, P> providers, String field, String id) {
        P provider = providers.get(id);
        if (provider == null) {
            throw new InvalidFieldException(
                    field,
                    "is '" + id + "'" + Nearest.hint(id, providers.keySet()) + ", expected one of "
                            + providers.keySet());
        }
        return provider;
    }

    private static <P> void add(Map<String, P> providers, Method method, P provider) {
        if (providers.put(method.id(), provider) != null) {
            throw new HoneException("two methods of kind " + method.kind() + " are called '" + method.id() + "'");
        }
    }
}
