package dev.hone.search.gp;

/**
 * Makes outcomes nearly normal: y is standardised, sent through the Yeo-Johnson power transform with the exponent of
 * greatest likelihood, and standardised again. Strictly increasing, so that it changes no ranking.
 * <pre>
 *   psi(z) = ((1 + z)^p - 1) / p,               z &ge; 0, p != 0;    log(1 + z)   for p = 0
 *   psi(z) = -((1 - z)^(2-p) - 1) / (2 - p),    z &lt; 0, p != 2;   -log(1 - z)   for p = 2
 * </pre>
 * Source: Yeo and Johnson, "A new family of power transformations to improve normality or symmetry", Biometrika 87, 2000.
 *
 * @param mean of the outcomes
 * @param sd of the outcomes; 1 if they do not vary
 * @param power p
 * @param shift mean of psi
 * @param spread standard deviation of psi; 1 if it does not vary
 */
record OutcomeTransform(double mean, double sd, double power, double shift, double spread) {

    private static final double LEAST_POWER = -2;
    private static final double GREATEST_POWER = 4;

    /** Only shifts and scales. */
    static OutcomeTransform standardise(double[] y) {
        double mean = mean(y);
        return new OutcomeTransform(mean, spread(y, mean), 1, 0, 1);
    }

    /** Only scales, keeping 0 where it is: for constraints, whose bound is 0. */
    static OutcomeTransform scale(double[] y) {
        double sum = 0;
        for (double v : y) {
            sum += v * v;
        }
        double root = Math.sqrt(sum / Math.max(1, y.length));
        return new OutcomeTransform(0, root > 0 && Double.isFinite(root) ? root : 1, 1, 0, 1);
    }

    static OutcomeTransform yeoJohnson(double[] y) {
        OutcomeTransform standard = standardise(y);
        if (y.length < 5) {
            return standard;
        }
        double[] z = new double[y.length];
        double logs = 0;
        for (int i = 0; i < y.length; i++) {
            z[i] = (y[i] - standard.mean) / standard.sd;
            logs += Math.copySign(Math.log1p(Math.abs(z[i])), z[i]);
        }
        double power = maximise(z, logs);
        double[] psi = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            psi[i] = psi(z[i], power);
        }
        double shift = mean(psi);
        return new OutcomeTransform(standard.mean, standard.sd, power, shift, spread(psi, shift));
    }

    /** Golden-section search of the profile likelihood, which has one maximum. */
    private static double maximise(double[] z, double logs) {
        double ratio = (Math.sqrt(5) - 1) / 2;
        double a = LEAST_POWER;
        double b = GREATEST_POWER;
        double c = b - ratio * (b - a);
        double d = a + ratio * (b - a);
        double atC = logLikelihood(z, logs, c);
        double atD = logLikelihood(z, logs, d);
        for (int i = 0; i < 30; i++) {
            if (atC > atD) {
                b = d;
                d = c;
                atD = atC;
                c = b - ratio * (b - a);
                atC = logLikelihood(z, logs, c);
            } else {
                a = c;
                c = d;
                atC = atD;
                d = a + ratio * (b - a);
                atD = logLikelihood(z, logs, d);
            }
        }
        return (a + b) / 2;
    }

    /** -n/2 log var(psi) + (p - 1) sum_i sign(z_i) log(1 + |z_i|). */
    static double logLikelihood(double[] z, double logs, double power) {
        double sum = 0;
        double squares = 0;
        for (double value : z) {
            double psi = psi(value, power);
            sum += psi;
            squares += psi * psi;
        }
        double mean = sum / z.length;
        double variance = squares / z.length - mean * mean;
        return -0.5 * z.length * Math.log(Math.max(variance, 1e-300)) + (power - 1) * logs;
    }

    static double psi(double z, double p) {
        if (z >= 0) {
            double t = Math.log1p(z);
            return Math.abs(p) < 1e-8 ? t : Math.expm1(p * t) / p;
        }
        double t = Math.log1p(-z);
        return Math.abs(2 - p) < 1e-8 ? -t : -Math.expm1((2 - p) * t) / (2 - p);
    }

    double apply(double y) {
        return (psi((y - mean) / sd, power) - shift) / spread;
    }

    /** Variance of the transformed outcome to first order: variance times the squared derivative at {@code y}. */
    double variance(double y, double variance) {
        double z = (y - mean) / sd;
        double logSlope = z >= 0 ? (power - 1) * Math.log1p(z) : (1 - power) * Math.log1p(-z);
        double slope = Math.exp(logSlope) / (sd * spread);
        return variance * slope * slope;
    }

    private static double mean(double[] y) {
        double sum = 0;
        for (double v : y) {
            sum += v / y.length;
        }
        return sum;
    }

    private static double spread(double[] y, double mean) {
        double largest = 0;
        for (double v : y) {
            largest = Math.max(largest, Math.abs(v - mean));
        }
        double sum = 0;
        for (double v : y) {
            // relative to the largest, because squares of outcomes like 1e200 overflow
            double relative = (v - mean) / Math.max(largest, Double.MIN_NORMAL);
            sum += relative * relative / y.length;
        }
        double sd = largest * Math.sqrt(sum);
        return sd > 1e-12 * Math.max(Math.abs(mean), 1e-288) && Double.isFinite(sd) ? sd : 1;
    }
}
