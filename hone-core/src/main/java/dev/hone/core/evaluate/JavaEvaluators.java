package dev.hone.core.evaluate;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluators that users name in a file: a class, or {@code Class::method}. Their code runs in this JVM, unlimited; use a
 * command for code that may hang or that is not trusted.
 */
public final class JavaEvaluators {

    private JavaEvaluators() {}

    /**
     * Loads an evaluator.
     *
     * @param reference a class with a public constructor without parameters that implements {@link Evaluator} or
     *     {@link Evaluator.Function}; or {@code Class::method}, public and static, from a {@link Configuration} and if it
     *     likes a {@link TrialContext} to an {@link Evaluation}, a number, a {@code double[]}, or a map from names to
     *     numbers
     * @param classpath folders and jars searched after this JVM's own
     * @throws InvalidFieldException naming what is missing
     */
    public static Evaluator<Configuration> load(String reference, List<Path> classpath) {
        Check.notBlank("java", reference);
        String[] parts = reference.split("::", -1);
        Check.that(parts.length <= 2, "java", "'" + reference + "'", "a class or Class::method");
        Class<?> type = find(parts[0].strip(), classpath);
        return parts.length == 1 ? instance(type) : method(type, parts[1].strip());
    }

    private static Class<?> find(String name, List<Path> classpath) {
        URL[] urls = new URL[classpath.size()];
        for (int i = 0; i < urls.length; i++) {
            Path entry = classpath.get(i).toAbsolutePath().normalize();
            Check.that(Files.exists(entry), "classpath", entry, "a folder or jar that exists");
            try {
                urls[i] = entry.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new InvalidFieldException("classpath", "is " + entry + ", expected a folder or a jar");
            }
        }
        // stays open for as long as the evaluator lives: classes load when first used
        URLClassLoader loader = new URLClassLoader(urls, Thread.currentThread().getContextClassLoader());
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new InvalidFieldException(
                    "java", "is '" + name + "', expected a class in the class path " + Arrays.toString(urls));
        } catch (LinkageError e) {
            throw new InvalidFieldException("java", "is '" + name + "', which cannot be loaded: " + e);
        }
    }

    @SuppressWarnings("unchecked") // what it evaluates is erased; a wrong one fails at its first evaluation
    private static Evaluator<Configuration> instance(Class<?> type) {
        boolean evaluator = Evaluator.class.isAssignableFrom(type);
        Check.that(
                evaluator || Evaluator.Function.class.isAssignableFrom(type),
                "java",
                "'" + type.getName() + "'",
                "a class that implements Evaluator<Configuration> or Evaluator.Function<Configuration>");
        Object instance;
        try {
            instance = type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new HoneException(
                    "java: the constructor of " + type.getName() + " failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new InvalidFieldException(
                    "java",
                    "is '" + type.getName()
                            + "', expected a public class with a public constructor without parameters");
        }
        return evaluator
                ? (Evaluator<Configuration>) instance
                : Evaluator.of((Evaluator.Function<Configuration>) instance);
    }

    private static Evaluator<Configuration> method(Class<?> type, String name) {
        List<Method> suitable = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals(name) && isSuitable(m))
                .toList();
        if (suitable.size() != 1) {
            List<String> names = Arrays.stream(type.getMethods())
                    .filter(JavaEvaluators::isSuitable)
                    .map(Method::getName)
                    .toList();
            throw new InvalidFieldException(
                    "java",
                    "is '" + type.getName() + "::" + name + "', expected exactly one public static method " + name
                            + "(Configuration) or " + name
                            + "(Configuration, TrialContext) that returns an Evaluation, a"
                            + " number, a double[] or a Map" + Nearest.hint(name, names));
        }
        Method method = suitable.get(0);
        boolean withContext = method.getParameterCount() == 2;
        return (configuration, context) -> {
            try {
                return evaluation(
                        withContext ? method.invoke(null, configuration, context) : method.invoke(null, configuration));
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw e;
            }
        };
    }

    private static boolean isSuitable(Method method) {
        List<Class<?>> parameters = List.of(method.getParameterTypes());
        Class<?> returned = method.getReturnType();
        return Modifier.isStatic(method.getModifiers())
                && Modifier.isPublic(method.getDeclaringClass().getModifiers())
                && (parameters.equals(List.of(Configuration.class))
                        || parameters.equals(List.of(Configuration.class, TrialContext.class)))
                && (Evaluation.class == returned
                        || Number.class.isAssignableFrom(returned)
                        || double[].class == returned
                        || Map.class.isAssignableFrom(returned)
                        || (returned.isPrimitive()
                                && returned != void.class
                                && returned != boolean.class
                                && returned != char.class));
    }

    private static Evaluation evaluation(Object returned) {
        if (returned instanceof Evaluation evaluation) {
            return evaluation;
        }
        if (returned instanceof Number number) {
            return Evaluation.of(number.doubleValue());
        }
        if (returned instanceof double[] values) {
            return Evaluation.of(values);
        }
        if (returned instanceof Map<?, ?> map) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                if (!(value instanceof Number number)) {
                    throw new HoneException("metric '" + name + "' is " + value + ", expected a number");
                }
                metrics.put(String.valueOf(name), number.doubleValue());
            });
            return ResultReader.evaluation(metrics);
        }
        throw new HoneException("the evaluator returned " + returned + ", expected an evaluation");
    }
}
