package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.swing.JComponent;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.JavaScriptException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * Charts as pictures, drawn without a browser: the dashboard's own code and Apache ECharts, run by a script engine in Java.
 * Making one takes some seconds, each picture one more. Not thread-safe.
 */
public final class ChartPicture {

    /** What ECharts and the charts take for granted and the engine lacks. */
    private static final String PRELUDE =
            "var setTimeout = function () { return 0; }; var clearTimeout = function () {};";

    private static final Pattern CONSTANT = Pattern.compile("\\bconst (?=[\\w$\\[{])");

    /** A line without width, of which the painter of PNGs makes a thin one. */
    private static final Pattern NO_LINE = Pattern.compile("stroke=\"[^\"]*\" stroke-width=\"0\"");

    /** The painter takes the first of several families, whether there is such a font or not. */
    private static final Pattern FAMILIES = Pattern.compile("(style=\"[^\"]*)system-ui[^;\"]*");

    private static final Pattern SHORT_FONT = Pattern.compile("style=\"font: normal normal ([0-9.]+px) ");

    /** Pixels of a PNG for each unit of the SVG, so that letters stay sharp. */
    private static final int SCALE = 2;

    private final ScriptableObject scope;

    public ChartPicture() {
        SiteFiles files = new SiteFiles();
        String library = SiteBundle.text(files.echarts("dist/echarts.min.js"), "echarts");
        // to the engine a constant in a loop is what it was in the first round
        String script = CONSTANT.matcher(SiteBundle.of("render.js", Map.of())).replaceAll("let ");
        Context context = enter();
        try {
            scope = context.initSafeStandardObjects();
            context.evaluateString(scope, PRELUDE, "prelude", 1, null);
            context.evaluateString(scope, library, "echarts", 1, null);
            context.evaluateString(scope, script, "charts", 1, null);
        } finally {
            Context.exit();
        }
    }

    private static Context enter() {
        Context context = Context.enter();
        context.setLanguageVersion(Context.VERSION_ECMASCRIPT);
        return context;
    }

    /**
     * A chart as SVG.
     *
     * @param chart its name, such as {@code history}
     * @param data as the dashboard gets it
     * @param settings how to draw it: {@code compare} (whether it is of several studies), {@code dark}, {@code about} (words
     *     behind its title), and what the chart knows
     * @param width in pixels; 0 for what suits the chart
     * @param height likewise
     * @throws HoneException if there is nothing to show yet
     */
    public String svg(String chart, JsonNode data, JsonNode settings, int width, int height) {
        Context context = enter();
        try {
            Scriptable exports = (Scriptable) scope.get("hone", scope);
            Function render = (Function) exports.get("render", exports);
            Object[] arguments = {
                scope.get("echarts", scope), chart, Json.write(data), Json.write(settings), width, height
            };
            return Context.toString(render.call(context, scope, exports, arguments));
        } catch (JavaScriptException e) {
            String message = e.getValue() instanceof Scriptable error
                    ? Context.toString(error.get("message", error))
                    : e.details();
            throw new HoneException("chart '" + chart + "': " + message, e);
        } finally {
            Context.exit();
        }
    }

    /** An SVG of {@link #svg} as PNG, with two pixels for each of its own in both directions. */
    public static byte[] png(String svg) {
        String paintable = NO_LINE.matcher(svg).replaceAll("stroke=\"none\"");
        paintable = SHORT_FONT.matcher(paintable).replaceAll("style=\"font-size:$1;font-family:");
        paintable = FAMILIES.matcher(paintable).replaceAll("$1" + Font.SANS_SERIF);
        SVGDocument document = new SVGLoader()
                .load(
                        new ByteArrayInputStream(paintable.getBytes(StandardCharsets.UTF_8)),
                        null,
                        LoaderContext.createDefault());
        if (document == null) {
            throw new HoneException("the picture cannot be drawn as PNG");
        }
        var size = document.size();
        BufferedImage image = new BufferedImage(
                Math.round(size.width * SCALE), Math.round(size.height * SCALE), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(SCALE, SCALE);
            document.render((JComponent) null, graphics);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
