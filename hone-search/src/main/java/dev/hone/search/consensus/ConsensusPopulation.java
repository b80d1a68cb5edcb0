package dev.hone.search.consensus;

import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.Population;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The particles of a {@link ConsensusSwarm} in the unit cube of a space, as a population of trials. */
final class ConsensusPopulation implements Population {

    private final ConsensusSwarm swarm;
    private final ConsensusSampler.Options options;
    private final NumberAxes axes;

    ConsensusPopulation(NumberAxes axes, ConsensusSampler.Options options, long seed) {
        this.axes = axes;
        this.options = options;
        double[] centre = new double[axes.size()];
        Arrays.fill(centre, 0.5);
        this.swarm = new ConsensusSwarm(
                options.dynamics(),
                new Cube(axes),
                options.start().map(axes::point).orElse(centre),
                options.deviation(),
                seed,
                y -> {
                    throw new IllegalStateException("memory in a study replaces positions");
                });
    }

    /** The unit cube and the known constraints in it. */
    private record Cube(NumberAxes axes) implements Domain {

        @Override
        public void reflect(double[] x) {
            for (int k = 0; k < x.length; k++) {
                x[k] = ConsensusDynamics.reflect(x[k], 0, 1);
            }
        }

        @Override
        public boolean allows(double[] x) {
            return axes.allows(x);
        }

        @Override
        public double[] sample(RandomGenerator random) {
            return axes.sample(random);
        }
    }

    @Override
    public int size() {
        return swarm.members().length;
    }

    @Override
    public double[] point(int i) {
        return swarm.position(swarm.members()[i]);
    }

    @Override
    public int[] advance(Outcome[] outcomes, List<Guest> guests) {
        settle(outcomes, guests);
        ConsensusSwarm.Reading reading = reading(outcomes, guests);
        return isFinite(reading.energies()) || isFinite(reading.guestEnergies())
                ? swarm.advance(reading)
                : swarm.scatter(reading.arrived());
    }

    /** A point given by a user that is better than the worst particle takes its place. */
    private void settle(Outcome[] outcomes, List<Guest> guests) {
        int[] members = swarm.members();
        for (Guest guest : guests) {
            int worst = -1;
            for (int m = 0; guest.invited() && m < outcomes.length; m++) {
                if (outcomes[m] != null && (worst < 0 || Outcome.ORDER.compare(outcomes[m], outcomes[worst]) > 0)) {
                    worst = m;
                }
            }
            if (worst >= 0 && Outcome.ORDER.compare(guest.outcome(), outcomes[worst]) < 0) {
                swarm.replace(members[worst], guest.point());
                outcomes[worst] = guest.outcome();
            }
        }
    }

    private ConsensusSwarm.Reading reading(Outcome[] outcomes, List<Guest> guests) {
        boolean feasible = Arrays.stream(outcomes).anyMatch(o -> o != null && Double.isFinite(o.loss()))
                || guests.stream().anyMatch(g -> Double.isFinite(g.outcome().loss()));
        // Memory compares energies of different steps, so that violations must not stand in for losses there.
        boolean byViolation = !feasible && options.dynamics().memory().isEmpty();
        boolean[] arrived = new boolean[outcomes.length];
        double[] energies = new double[outcomes.length];
        double[][] gradients = new double[outcomes.length][];
        for (int m = 0; m < outcomes.length; m++) {
            arrived[m] = outcomes[m] != null;
            energies[m] = arrived[m] ? energy(outcomes[m], byViolation) : Double.NaN;
            gradients[m] =
                    arrived[m] && !byViolation && options.dynamics().gradient().gamma() > 0
                            ? outcomes[m].gradient()
                            : null;
        }
        return new ConsensusSwarm.Reading(
                energies,
                arrived,
                gradients,
                guests.stream().map(Guest::point).toArray(double[][]::new),
                guests.stream()
                        .mapToDouble(g -> energy(g.outcome(), byViolation))
                        .toArray());
    }

    private static double energy(Outcome outcome, boolean byViolation) {
        return byViolation && outcome.standing().isComplete()
                ? outcome.standing().violation()
                : outcome.loss();
    }

    private static boolean isFinite(double[] energies) {
        return Arrays.stream(energies).anyMatch(Double::isFinite);
    }

    /** The next step of a random particle, with the consensus of what has arrived so far. */
    @Override
    public double[] extra(Outcome[] outcomes, RandomGenerator random) {
        double[] consensus = swarm.provisional(reading(outcomes, List.of()));
        if (consensus == null) {
            consensus = swarm.consensus();
        }
        return consensus == null
                ? axes.sample(random)
                : swarm.provisionalStep(random.nextInt(swarm.size()), consensus, random);
    }

    @Override
    public Optional<double[]> probe() {
        boolean due = options.consensusEvery() > 0 && swarm.step() % options.consensusEvery() == 0;
        return Optional.ofNullable(due ? swarm.consensus() : null).filter(axes::allows);
    }

    @Override
    public Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        if (swarm.consensus() != null) {
            report.put("consensus", axes.decode(swarm.consensus()).values());
            report.put("spread", swarm.spread());
            report.put("effective_sample_size", swarm.effectiveSampleSize());
            report.put("alpha", swarm.alpha());
            report.put("particles", swarm.size());
        }
        return report;
    }
}
