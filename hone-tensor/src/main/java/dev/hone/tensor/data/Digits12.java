package dev.hone.tensor.data;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import java.util.random.RandomGenerator;

/**
 * Drawn digits, made without files: glyphs of 5 by 7 pixels on a canvas of 12 by 12, turned by up to 0.35 radians, scaled by 0.8 to
 * 1.2 along each axis, sheared by up to 0.2 and shifted by up to 1.2 pixels, blurred with a Gaussian of 0.5 pixels, with normal
 * noise of 0.15. Classes follow each other; inputs are [1, 12, 12].
 */
public final class Digits12 {

    /** Height and width of an image. */
    public static final int SIDE = 12;

    private static final int CLASSES = 10;
    private static final int TOP = 2;
    private static final int LEFT = 3;
    private static final double BLUR = 0.5;
    private static final double NOISE = 0.15;
    private static final long DRAW = 0x64696769L;

    private static final String[] GLYPHS = {
        "01110 10001 10011 10101 11001 10001 01110",
        "00100 01100 00100 00100 00100 00100 01110",
        "01110 10001 00001 00110 01000 10000 11111",
        "11110 00001 00001 01110 00001 00001 11110",
        "00010 00110 01010 10010 11111 00010 00010",
        "11111 10000 11110 00001 00001 10001 01110",
        "00110 01000 10000 11110 10001 10001 01110",
        "11111 00001 00010 00100 01000 01000 01000",
        "01110 10001 10001 01110 10001 10001 01110",
        "01110 10001 10001 01111 00001 00010 01100"
    };

    private Digits12() {}

    /** @param examples how many; example i shows i mod 10 and depends on the seed and i alone */
    public static Dataset of(int examples, long seed) {
        Check.positive("examples", examples);
        float[] inputs = new float[examples * SIDE * SIDE];
        long[] labels = new long[examples];
        for (int i = 0; i < examples; i++) {
            labels[i] = i % CLASSES;
            draw(glyph(i % CLASSES), Seeds.stream(seed, DRAW, i), inputs, i * SIDE * SIDE);
        }
        return Dataset.ofClasses(inputs, new long[] {1, SIDE, SIDE}, labels, CLASSES);
    }

    private static double[][] glyph(int digit) {
        double[][] canvas = new double[SIDE][SIDE];
        String[] rows = GLYPHS[digit].split(" ");
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length(); c++) {
                canvas[TOP + r][LEFT + c] = rows[r].charAt(c) - '0';
            }
        }
        return canvas;
    }

    private static void draw(double[][] glyph, RandomGenerator random, float[] into, int from) {
        double angle = random.nextDouble(-0.35, 0.35);
        double scaleX = random.nextDouble(0.8, 1.2);
        double scaleY = random.nextDouble(0.8, 1.2);
        double shear = random.nextDouble(-0.2, 0.2);
        double shiftX = random.nextDouble(-1.2, 1.2);
        double shiftY = random.nextDouble(-1.2, 1.2);
        double centre = (SIDE - 1) / 2.0;
        double[][] warped = new double[SIDE][SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double u = x - centre - shiftX;
                double v = y - centre - shiftY;
                double turnedX = Math.cos(angle) * u + Math.sin(angle) * v;
                double turnedY = Math.cos(angle) * v - Math.sin(angle) * u;
                warped[y][x] =
                        bilinear(glyph, centre + (turnedX - shear * turnedY) / scaleX, centre + turnedY / scaleY);
            }
        }
        double[][] blurred = blur(warped);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                into[from + y * SIDE + x] = (float) (blurred[y][x] + NOISE * random.nextGaussian());
            }
        }
    }

    /** The image between its pixels; 0 outside. */
    private static double bilinear(double[][] image, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double below = y - top;
        return (1 - below) * ((1 - right) * at(image, left, top) + right * at(image, left + 1, top))
                + below * ((1 - right) * at(image, left, top + 1) + right * at(image, left + 1, top + 1));
    }

    private static double at(double[][] image, int x, int y) {
        return x >= 0 && x < SIDE && y >= 0 && y < SIDE ? image[y][x] : 0;
    }

    /** A Gaussian cut at one pixel, of sum 1, along both axes. */
    private static double[][] blur(double[][] image) {
        double side = Math.exp(-1 / (2 * BLUR * BLUR));
        double total = 1 + 2 * side;
        double[][] result = new double[SIDE][SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double sum = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        sum += (dy == 0 ? 1 : side) * (dx == 0 ? 1 : side) * at(image, x + dx, y + dy);
                    }
                }
                result[y][x] = sum / (total * total);
            }
        }
        return result;
    }
}
