package dev.hone.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/** What is served where. One list, so that the documentation can be compared with it. */
final class Routes {

    /**
     * One method of one address.
     *
     * @param path with parameters in braces
     * @param guarded whether the token is needed
     */
    record Route(HandlerType method, String path, boolean guarded, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    /** All routes of a server; {@code commandsAllowed}: whether clients may say what workers run. */
    static Routes all(Services services, boolean commandsAllowed) {
        Routes routes = new Routes();
        new StudyRoutes(services).register(routes);
        new TrialRoutes(services).register(routes);
        new ChangeRoutes(services, commandsAllowed).register(routes);
        new EnqueueRoutes(services).register(routes);
        new AskRoutes(services).register(routes);
        new ComparisonRoutes(services).register(routes);
        new FileRoutes(services).register(routes);
        new ChartRoutes(services).register(routes);
        new EventRoutes(services).register(routes);
        services.metrics().register(routes);
        new SiteRoutes(services).register(routes);
        return routes;
    }

    /** Adds a route that needs the token. */
    void add(HandlerType method, String path, Handler handler) {
        routes.add(new Route(method, path, true, handler));
    }

    /** Adds a route that tells nothing about studies and changes nothing. */
    void addOpen(HandlerType method, String path, Handler handler) {
        routes.add(new Route(method, path, false, handler));
    }

    List<Route> list() {
        return List.copyOf(routes);
    }

    void register(RoutesConfig config, Access access) {
        for (Route route : routes) {
            Handler handler = ctx -> {
                ctx.attribute(Metrics.ROUTE, route.path());
                if (route.guarded()) {
                    access.authorize(ctx);
                }
                route.handler().handle(ctx);
            };
            config.addHttpHandler(route.method(), route.path(), handler);
        }
    }
}
