package dev.hone.claims;

import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A {@link Chart} as an SVG picture of lines with axes and a legend. Text stays text, so that a picture has a few kilobytes, can
 * be searched, and needs neither fonts nor a graphics library where it is made.
 */
public final class LinePlot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 76;
    private static final int RIGHT = 550;
    private static final int TOP = 40;
    private static final int BOTTOM = 366;
    private static final int TICKS = 6;

    /** Lines with so few points show each of them. */
    private static final int FEW_POINTS = 20;

    /** Ten decades below the top are shown at most; a logarithmic axis has no place for 0. */
    private static final double LOWEST = 1e-10;

    /** Colours of Okabe and Ito, which the colour-blind can tell apart. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#56b4e9", "#e69f00");

    /** Taken in turn when the colours are used up. */
    private static final List<String> DASHES = List.of("", "7 4", "2 3");

    private final Chart chart;
    private final Axis x;
    private final Axis y;
    private final StringBuilder svg = new StringBuilder();

    private LinePlot(Chart chart) {
        this.chart = chart;
        double[] xs = all(chart.lines().stream().map(Line::x));
        double[] ys = all(chart.lines().stream().map(Line::y));
        // quantities that cannot be negative are seen from 0, so that a small difference looks small
        double[] shown = chart.logY() || Arrays.stream(ys).anyMatch(v -> v < 0) ? ys : Arrays.copyOf(ys, ys.length + 1);
        this.x = Axis.over(xs, false, LEFT, RIGHT);
        this.y = Axis.over(shown, chart.logY(), BOTTOM, TOP);
    }

    private static double[] all(Stream<double[]> values) {
        return values.flatMapToDouble(Arrays::stream).toArray();
    }

    /** @throws IllegalArgumentException if no line has a point, or a coordinate is not finite */
    public static String svg(Chart chart) {
        return new LinePlot(chart).draw();
    }

    private String draw() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %1$d %2$d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT);
        add("<title>%s</title>", escape(chart.title()));
        add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT);
        text((LEFT + RIGHT) / 2.0, 24, "middle\" font-size=\"15", chart.title());
        axes();
        for (int i = 0; i < chart.lines().size(); i++) {
            line(chart.lines().get(i), i);
        }
        add("</svg>");
        return svg.toString();
    }

    private void axes() {
        add("<g stroke=\"#ddd\">");
        for (double tick : x.ticks()) {
            add("<path d=\"M%.1f %dV%d\"/>", x.place(tick), TOP, BOTTOM);
        }
        for (double tick : y.ticks()) {
            add("<path d=\"M%d %.1fH%d\"/>", LEFT, y.place(tick), RIGHT);
        }
        add("</g>");
        add("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#444\"/>", LEFT, TOP, BOTTOM, RIGHT);
        for (double tick : x.ticks()) {
            text(x.place(tick), BOTTOM + 18, "middle", x.label(tick));
        }
        for (double tick : y.ticks()) {
            text(LEFT - 8, y.place(tick) + 4, "end", y.label(tick));
        }
        text((LEFT + RIGHT) / 2.0, BOTTOM + 42, "middle", chart.xLabel());
        double middle = (TOP + BOTTOM) / 2.0;
        text(18, middle, "middle\" transform=\"rotate(-90 18 " + middle + ")", chart.yLabel());
    }

    private void line(Line line, int index) {
        String dash = DASHES.get(index / COLOURS.size() % DASHES.size());
        String stroke = "stroke=\"" + COLOURS.get(index % COLOURS.size()) + "\" stroke-width=\"2\""
                + (dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.x().length; i++) {
            points.append(i == 0 ? "" : " ")
                    .append(String.format(Locale.ROOT, "%.1f,%.1f", x.place(line.x()[i]), y.place(line.y()[i])));
        }
        add("<polyline fill=\"none\" stroke-linejoin=\"round\" %s points=\"%s\"/>", stroke, points);
        if (line.x().length <= FEW_POINTS) {
            for (String point : points.toString().split(" ")) {
                String[] at = point.split(",");
                add(
                        "<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>",
                        at[0], at[1], COLOURS.get(index % COLOURS.size()));
            }
        }
        int row = TOP + 10 + 20 * index;
        add("<path d=\"M%d %dh24\" %s/>", RIGHT + 16, row, stroke);
        text(RIGHT + 48, row + 4, "start", line.name());
    }

    private void text(double left, double base, String anchor, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", left, base, anchor, escape(text));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Numbers to pixels: {@code low} is at {@code from}, {@code high} at {@code to}; both are decimal logarithms if {@code log}. */
    private record Axis(double low, double high, boolean log, double from, double to) {

        static Axis over(double[] values, boolean log, double from, double to) {
            if (values.length == 0) {
                throw new IllegalArgumentException("a chart without points");
            }
            double[] all = Arrays.stream(values)
                    .map(v -> log ? Math.log10(Math.max(v, LOWEST)) : v)
                    .toArray();
            double low = Arrays.stream(all).min().getAsDouble();
            double high = Arrays.stream(all).max().getAsDouble();
            if (!(high - low < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a chart's points must be finite, they reach from " + low + " to " + high);
            }
            if (log) {
                return new Axis(Math.floor(low), Math.max(Math.floor(low) + 1, Math.ceil(high)), true, from, to);
            }
            return low < high ? new Axis(low, high, false, from, to) : new Axis(low - 1, high + 1, false, from, to);
        }

        double place(double value) {
            double on = log ? Math.log10(Math.max(value, LOWEST)) : value;
            return from + (on - low) / (high - low) * (to - from);
        }

        /** Whole powers of ten, or multiples of 1, 2 or 5 times one. */
        List<Double> ticks() {
            double rough = (high - low) / TICKS;
            double step = log ? Math.max(1, Math.ceil(rough)) : roundStep(rough);
            List<Double> ticks = new ArrayList<>();
            for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
                ticks.add(log ? Math.pow(10, i * step) : i * step);
            }
            return ticks;
        }

        private static double roundStep(double rough) {
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double digit = rough / power;
            return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
        }

        String label(double tick) {
            if (log) {
                int power = (int) Math.round(Math.log10(tick));
                return Math.abs(power) > 3 ? "1e" + power : trimmed(tick, Math.max(0, -power));
            }
            int decimals = (int) Math.max(0, -Math.floor(Math.log10(roundStep((high - low) / TICKS)) + 1e-9));
            return trimmed(tick, decimals);
        }

        private static String trimmed(double tick, int decimals) {
            return String.format(Locale.ROOT, "%." + decimals + "f", tick);
        }
    }
}
