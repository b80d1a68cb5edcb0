package dev.hone.search.consensus;

import dev.hone.core.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Particles, their memory, and what they agree on. {@link #members} are waiting for their energies; {@link #advance} takes
 * these and moves. Noise depends on the seed, the step and the particle alone. Not thread-safe.
 */
final class ConsensusSwarm {

    /** Share of the particles that the effective sample size goes below with adaptive alpha. */
    static final double EFFECTIVE_SHARE = 0.05;

    private static final double STANDSTILL = 1e-5;
    private static final int ATTEMPTS = 200;
    private static final double LARGEST_ALPHA = 1e15;
    private static final long START = 0x63626f30L;
    private static final long MOVE = 0x63626f31L;
    private static final long BATCH = 0x63626f32L;
    private static final long SURVIVAL = 0x63626f33L;

    /** @param best position in memory, [d]; the position itself without memory */
    private record Particle(double[] position, double[] best, double bestEnergy) {}

    /**
     * What became known in a step.
     *
     * @param energies of the members, [n]; NaN or infinite where there is none
     * @param arrived whether a member has been evaluated, with or without success; the others stay where they are, [n]
     * @param gradients of the energies, [n][d], null entries where not known
     * @param guests further points that count in the consensus, [m][d]
     * @param guestEnergies [m]
     */
    record Reading(
            double[] energies, boolean[] arrived, double[][] gradients, double[][] guests, double[] guestEnergies) {

        static Reading of(double[] energies, double[][] gradients) {
            boolean[] arrived = new boolean[energies.length];
            Arrays.fill(arrived, true);
            return new Reading(energies, arrived, gradients, new double[0][], new double[0]);
        }
    }

    private final ConsensusOptions options;
    private final Domain domain;
    private final double[] centre;
    private final double deviation;
    private final long seed;
    private final ToDoubleFunction<double[]> memoryEnergy;
    private List<Particle> particles = new ArrayList<>();
    private List<int[]> batches = new ArrayList<>();
    private int[] members;
    private double[] consensus;
    private double alpha;
    private double usedAlpha;
    private double effective;
    private double sigma;
    private long step;
    private long pass;
    private int epoch;

    /**
     * @param centre mean of the initial normal law, [d]
     * @param deviation its standard deviation
     * @param memoryEnergy energy of a remembered position that moves: only called with a finite beta
     */
    ConsensusSwarm(
            ConsensusOptions options,
            Domain domain,
            double[] centre,
            double deviation,
            long seed,
            ToDoubleFunction<double[]> memoryEnergy) {
        this.options = options;
        this.domain = domain;
        this.centre = centre.clone();
        this.deviation = deviation;
        this.seed = seed;
        this.memoryEnergy = memoryEnergy;
        this.alpha = options.alpha();
        this.usedAlpha = alpha;
        this.sigma = options.sigma();
        for (int i = 0; i < options.particles(); i++) {
            particles.add(initial(Seeds.stream(seed, START, i)));
        }
        nextMembers();
    }

    /** Puts everything that steps have changed back to what it was. */
    void restore(ConsensusStepper.Snapshot snapshot) {
        particles = new ArrayList<>();
        for (int i = 0; i < snapshot.positions().length; i++) {
            double[] x = snapshot.positions()[i].clone();
            double energy = snapshot.bestEnergies()[i];
            // without memory the best position is never looked at, and is not kept
            double[] best = snapshot.best().length == 0 ? x : snapshot.best()[i].clone();
            particles.add(new Particle(x, best, energy));
        }
        consensus =
                snapshot.consensus().length == 0 ? null : snapshot.consensus().clone();
        alpha = snapshot.alpha();
        usedAlpha = snapshot.usedAlpha();
        sigma = snapshot.sigma();
        effective = snapshot.effectiveSampleSize();
        step = snapshot.step();
        pass = snapshot.pass();
        epoch = snapshot.epoch();
        batches = new ArrayList<>();
        for (int[] batch : snapshot.batches()) {
            batches.add(batch.clone());
        }
        members = batches.remove(0);
    }

    ConsensusStepper.Snapshot snapshot(long evaluations) {
        List<int[]> left = new ArrayList<>(List.of(members));
        left.addAll(batches);
        return new ConsensusStepper.Snapshot(
                particles.stream().map(p -> p.position().clone()).toArray(double[][]::new),
                options.memory().isEmpty()
                        ? new double[0][]
                        : particles.stream().map(p -> p.best().clone()).toArray(double[][]::new),
                particles.stream().mapToDouble(Particle::bestEnergy).toArray(),
                consensus == null ? new double[0] : consensus.clone(),
                alpha,
                usedAlpha,
                sigma,
                effective,
                step,
                pass,
                epoch,
                left.stream().map(int[]::clone).toArray(int[][]::new),
                evaluations);
    }

    private Particle initial(RandomGenerator random) {
        double[] x = normal(random);
        return new Particle(x, x, Double.NaN);
    }

    private double[] normal(RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double[] x = centre.clone();
            for (int k = 0; k < x.length; k++) {
                x[k] += deviation * random.nextGaussian();
            }
            domain.reflect(x);
            if (domain.allows(x)) {
                return x;
            }
        }
        return domain.sample(random);
    }

    /** Indices of the particles whose energies the next {@link #advance} needs. */
    int[] members() {
        return members.clone();
    }

    double[] position(int particle) {
        return particles.get(particle).position().clone();
    }

    int size() {
        return particles.size();
    }

    long step() {
        return step;
    }

    /** What the particles agreed on in the last step, [d]; null before the first. */
    double[] consensus() {
        return consensus == null ? null : consensus.clone();
    }

    double alpha() {
        return usedAlpha;
    }

    double effectiveSampleSize() {
        return effective;
    }

    double sigma() {
        return sigma;
    }

    /** What a consensus is made of, [N][d]: positions, or with memory the best ones. */
    double[][] points() {
        boolean remembers = options.memory().isPresent();
        return particles.stream()
                .map(p -> (remembers ? p.best() : p.position()).clone())
                .toArray(double[][]::new);
    }

    /** Whether the next members are the first of a new random partition of the particles. */
    boolean beginsPass() {
        return batches.size() + 1 == parts();
    }

    /** Root mean squared distance of the particles to their mean. */
    double spread() {
        return Math.sqrt(variance());
    }

    private double variance() {
        return ConsensusDynamics.variance(
                particles.stream().map(Particle::position).toList());
    }

    /** Puts a particle elsewhere. */
    void replace(int particle, double[] x) {
        particles.set(particle, new Particle(x.clone(), x.clone(), Double.NaN));
    }

    /** The consensus that {@code reading} would lead to, nothing being changed; null if it has no energy. */
    double[] provisional(Reading reading) {
        Support support = support(reading, recalled(reading));
        return support.isEmpty()
                ? null
                : ConsensusDynamics.consensus(
                        support.points(), ConsensusDynamics.weights(support.energies(), sharpened(support)));
    }

    /** Where a particle might go from here towards {@code v}. */
    double[] provisionalStep(int particle, double[] v, RandomGenerator random) {
        return move(particles.get(particle), v, null, false, random);
    }

    /**
     * Finds the consensus and moves the particles. Returns for each of the new {@link #members} which of the old ones has
     * stayed as it was without an energy, or -1.
     *
     * @throws dev.hone.core.HoneException if no energy is finite
     */
    int[] advance(Reading reading) {
        List<Particle> recalled = recalled(reading);
        Support support = support(reading, recalled);
        usedAlpha = sharpened(support);
        double[] weights = ConsensusDynamics.weights(support.energies(), usedAlpha);
        double[] before = consensus;
        effective = ConsensusDynamics.effectiveSampleSize(weights);
        consensus = ConsensusDynamics.toBall(
                ConsensusDynamics.consensus(support.points(), weights), centre, options.ballRadius());
        boolean jolt = options.kick() && before != null && standsStill(before, consensus);
        double variance = options.reduction() > 0 ? variance() : 0;
        boolean[] kept = new boolean[particles.size()];
        int[] place = new int[particles.size()];
        Arrays.fill(place, -1);
        for (int m = 0; m < members.length; m++) {
            place[members[m]] = m;
            kept[members[m]] = !reading.arrived()[m];
        }
        List<Particle> moved = new ArrayList<>();
        for (int i = 0; i < recalled.size(); i++) {
            Particle particle = recalled.get(i);
            boolean moves = !kept[i] && (place[i] >= 0 || !options.batches().partial());
            double[] gradient = place[i] >= 0 ? reading.gradients()[place[i]] : null;
            moved.add(
                    moves
                            ? new Particle(
                                    move(particle, consensus, gradient, jolt, Seeds.stream(seed, MOVE, step, i)),
                                    particle.best(),
                                    particle.bestEnergy())
                            : particle);
        }
        particles = moved;
        int[] survivors = reduce(variance);
        step++;
        if (options.coolingSteps() > 0 && step % options.coolingSteps() == 0) {
            cool();
        }
        int[] stayed = new int[survivors.length];
        for (int i = 0; i < survivors.length; i++) {
            stayed[i] = kept[survivors[i]] ? place[survivors[i]] : -1;
        }
        nextMembers();
        return Arrays.stream(members).map(i -> stayed[i]).toArray();
    }

    /** Draws the members that have arrived anew, after a step in which nothing could be learnt; returns as {@link #advance}. */
    int[] scatter(boolean[] arrived) {
        int[] stayed = new int[particles.size()];
        Arrays.fill(stayed, -1);
        for (int m = 0; m < members.length; m++) {
            if (arrived[m]) {
                particles.set(members[m], initial(Seeds.stream(seed, START, members[m], step + 1)));
            } else {
                stayed[members[m]] = m;
            }
        }
        step++;
        nextMembers();
        return Arrays.stream(members).map(i -> stayed[i]).toArray();
    }

    /** Particles with their memory brought up to date. */
    private List<Particle> recalled(Reading reading) {
        List<Particle> result = new ArrayList<>(particles);
        if (options.memory().isEmpty()) {
            return result;
        }
        ConsensusOptions.Memory memory = options.memory().get();
        for (int m = 0; m < members.length; m++) {
            Particle particle = particles.get(members[m]);
            double energy = reading.energies()[m];
            if (!reading.arrived()[m] || !Double.isFinite(energy)) {
                continue;
            }
            double s = ConsensusDynamics.preference(particle.bestEnergy(), energy, memory.beta(), memory.theta());
            if (!Double.isFinite(particle.bestEnergy()) || memory.beta() == Double.POSITIVE_INFINITY && s == 1) {
                result.set(members[m], new Particle(particle.position(), particle.position(), energy));
            } else if (s > 0) {
                double[] y = ConsensusDynamics.towards(
                        particle.best(), particle.position(), memory.kappa() * options.dt() * s);
                result.set(members[m], new Particle(particle.position(), y, memoryEnergy.applyAsDouble(y)));
            }
        }
        return result;
    }

    private record Support(double[][] points, double[] energies) {
        boolean isEmpty() {
            return Arrays.stream(energies).noneMatch(Double::isFinite);
        }
    }

    /** Points that the consensus is made of: those of the members that have an energy, and the guests. */
    private Support support(Reading reading, List<Particle> recalled) {
        int n = members.length;
        int guests = reading.guests().length;
        double[][] points = Arrays.copyOf(new double[0][], n + guests);
        double[] energies = new double[n + guests];
        for (int m = 0; m < n; m++) {
            Particle particle = recalled.get(members[m]);
            boolean remembers = options.memory().isPresent();
            points[m] = remembers ? particle.best() : particle.position();
            energies[m] = remembers ? particle.bestEnergy() : reading.arrived()[m] ? reading.energies()[m] : Double.NaN;
        }
        System.arraycopy(reading.guests(), 0, points, n, guests);
        System.arraycopy(reading.guestEnergies(), 0, energies, n, guests);
        return new Support(points, energies);
    }

    private double sharpened(Support support) {
        return options.adaptiveAlpha()
                ? ConsensusDynamics.sharpened(support.energies(), alpha, EFFECTIVE_SHARE)
                : alpha;
    }

    private double[] move(Particle particle, double[] v, double[] gradient, boolean jolt, RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double[] next = options.hop() > 0
                    ? hop(v, random)
                    : ConsensusDynamics.step(particle.position(), v, cooledOptions(), noise(v.length, random));
            if (options.hop() == 0 && options.memory().isPresent() && Double.isFinite(particle.bestEnergy())) {
                ConsensusDynamics.recall(next, particle.position(), particle.best(), options, noise(v.length, random));
            }
            for (int k = 0; k < next.length; k++) {
                next[k] -= gradient == null
                        ? 0
                        : options.gradient().gamma()
                                * options.dt()
                                * options.gradient().eta()
                                * gradient[k];
                next[k] += jolt ? sigma * Math.sqrt(options.dt()) * random.nextGaussian() : 0;
            }
            domain.reflect(next);
            if (domain.allows(next)) {
                return next;
            }
        }
        return domain.sample(random);
    }

    private ConsensusOptions cooledOptions() {
        return sigma == options.sigma() ? options : options.withNoise(options.diffusion(), sigma, options.dt());
    }

    private double[] hop(double[] v, RandomGenerator random) {
        double[] next = noise(v.length, random);
        for (int k = 0; k < next.length; k++) {
            next[k] = v[k] + options.hop() * next[k];
        }
        return next;
    }

    private static double[] noise(int d, RandomGenerator random) {
        double[] noise = new double[d];
        for (int k = 0; k < d; k++) {
            noise[k] = random.nextGaussian();
        }
        return noise;
    }

    private static boolean standsStill(double[] before, double[] now) {
        for (int k = 0; k < now.length; k++) {
            if (Math.abs(now[k] - before[k]) >= STANDSTILL) {
                return false;
            }
        }
        return true;
    }

    /** Drops random particles as the variance falls; returns the old indices of those that are left. */
    private int[] reduce(double before) {
        int n = particles.size();
        int batch = Math.max(1, options.batches().particles());
        int left = options.reduction() > 0
                ? ConsensusDynamics.reduced(n, before, variance(), options.reduction(), batch)
                : n;
        int[] survivors = left < n
                ? Arrays.stream(shuffled(n, Seeds.stream(seed, SURVIVAL, step)))
                        .limit(left)
                        .sorted()
                        .toArray()
                : identity(n);
        if (left < n) {
            List<Particle> all = particles;
            particles = new ArrayList<>();
            for (int i : survivors) {
                particles.add(all.get(i));
            }
            batches.clear();
        }
        return survivors;
    }

    /** Ends an epoch: sigma shrinks and alpha doubles. */
    void cool() {
        epoch++;
        sigma = ConsensusDynamics.cooled(sigma, epoch);
        alpha = Math.min(LARGEST_ALPHA, 2 * alpha);
    }

    /** Parts of a random permutation in turn, their sizes differing by at most one; then of the next one. */
    private void nextMembers() {
        int n = particles.size();
        int size = options.batches().particles();
        if (size == 0) {
            members = identity(n);
            return;
        }
        if (batches.isEmpty()) {
            int[] order = shuffled(n, Seeds.stream(seed, BATCH, pass++));
            int parts = parts();
            for (int part = 0; part < parts; part++) {
                batches.add(Arrays.copyOfRange(order, part * n / parts, (part + 1) * n / parts));
            }
        }
        members = batches.remove(0);
    }

    private int parts() {
        int size = options.batches().particles();
        return size == 0 ? 1 : Math.max(1, particles.size() / size);
    }

    private static int[] identity(int n) {
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        return order;
    }

    private static int[] shuffled(int n, RandomGenerator random) {
        int[] order = identity(n);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }
}
