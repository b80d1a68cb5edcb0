package dev.hone.search.swarm;

import dev.hone.core.Seeds;
import dev.hone.search.population.LatinHypercube;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.Population;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** The particles of a {@link ParticleSwarm}. */
final class SwarmPopulation implements Population {

    private static final int ATTEMPTS = 200;
    private static final long START = 0x70736f00L;
    private static final long MOVE = 0x70736f01L;

    /** @param outcome of the best point, null before there is one */
    private record Particle(double[] x, double[] v, double[] best, Outcome outcome) {

        boolean isBeatenBy(Outcome other) {
            return outcome == null || Outcome.ORDER.compare(other, outcome) < 0;
        }

        Particle remembering(double[] point, Outcome found) {
            return new Particle(x, v, point, found);
        }
    }

    private final NumberAxes axes;
    private final ParticleSwarm.Options options;
    private final long seed;
    private final List<Particle> particles = new ArrayList<>();
    private long iteration;

    SwarmPopulation(NumberAxes axes, ParticleSwarm.Options options, long seed) {
        this.axes = axes;
        this.options = options;
        this.seed = seed;
        RandomGenerator random = Seeds.stream(seed, START);
        for (double[] x : LatinHypercube.points(options.particles(), axes.size(), random)) {
            double[] start = axes.allows(x) ? x : axes.sample(random);
            double[] v = new double[x.length];
            // Half of the way to a random point, as in the standard of 2007.
            for (int k = 0; k < v.length; k++) {
                v[k] = (random.nextDouble() - start[k]) / 2;
            }
            particles.add(new Particle(start, v, start, null));
        }
    }

    @Override
    public int size() {
        return particles.size();
    }

    @Override
    public double[] point(int i) {
        return particles.get(i).x().clone();
    }

    @Override
    public int[] advance(Outcome[] outcomes, List<Guest> guests) {
        for (int i = 0; i < outcomes.length; i++) {
            Particle particle = particles.get(i);
            if (outcomes[i] != null && particle.isBeatenBy(outcomes[i])) {
                particles.set(i, particle.remembering(particle.x(), outcomes[i]));
            }
        }
        for (Guest guest : guests) {
            int worst = worst();
            if (particles.get(worst).isBeatenBy(guest.outcome())) {
                particles.set(worst, particles.get(worst).remembering(guest.point(), guest.outcome()));
            }
        }
        List<Particle> moved = new ArrayList<>();
        int[] kept = new int[outcomes.length];
        Arrays.fill(kept, -1);
        for (int i = 0; i < outcomes.length; i++) {
            kept[i] = outcomes[i] == null ? i : -1;
            moved.add(outcomes[i] == null ? particles.get(i) : move(i, Seeds.stream(seed, MOVE, iteration, i)));
        }
        particles.clear();
        particles.addAll(moved);
        iteration++;
        return kept;
    }

    /** The first particle without a best point, or else the one with the worst. */
    private int worst() {
        int worst = 0;
        for (int i = 0; i < particles.size(); i++) {
            Outcome outcome = particles.get(i).outcome();
            if (outcome == null) {
                return i;
            }
            if (Outcome.ORDER.compare(outcome, particles.get(worst).outcome()) > 0) {
                worst = i;
            }
        }
        return worst;
    }

    private Particle leader(int i) {
        int n = particles.size();
        Particle leader = particles.get(i);
        for (int j = 0; j < n; j++) {
            boolean seen = !options.ring() || j == (i + 1) % n || j == (i + n - 1) % n;
            Particle other = particles.get(j);
            if (seen && other.outcome() != null && leader.isBeatenBy(other.outcome())) {
                leader = other;
            }
        }
        return leader;
    }

    private Particle move(int i, RandomGenerator random) {
        Particle particle = particles.get(i);
        Particle leader = leader(i);
        int d = axes.size();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double[] own = random.doubles(d).toArray();
            double[] others = random.doubles(d).toArray();
            if (leader.equals(particle)) {
                // A particle that leads itself is pulled once (standard of 2011); one that knows nothing drifts.
                Arrays.fill(others, 0);
            }
            double[][] next = ParticleSwarm.move(
                    particle.x(), particle.v(), particle.best(), leader.best(), own, others, options);
            if (axes.allows(next[0])) {
                return new Particle(next[0], next[1], particle.best(), particle.outcome());
            }
        }
        return new Particle(axes.sample(random), new double[d], particle.best(), particle.outcome());
    }

    /** Another move of a random particle. */
    @Override
    public double[] extra(Outcome[] outcomes, RandomGenerator random) {
        return move(random.nextInt(particles.size()), random).x();
    }
}
