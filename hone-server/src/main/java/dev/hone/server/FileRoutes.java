package dev.hone.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.exchange.StudyExchange;
import dev.hone.core.exchange.StudyExchange.Format;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Trial;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Artifacts up and down, and studies as files. */
final class FileRoutes {

    /** Largest artifact, bytes. */
    static final long MAX_ARTIFACT = 256L << 20;

    private static final String MEDIA_TYPE =
            "[A-Za-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,60}(; ?charset=[A-Za-z0-9-]{1,20})?";
    /** Types that a browser may show; what it shows still may not run anything. */
    private static final Set<String> SHOWN = Set.of(
            "text/plain",
            "text/csv",
            "text/markdown",
            "application/json",
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/svg+xml");

    private static final String SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

    private final Services services;
    private final StudyStore store;

    FileRoutes(Services services) {
        this.services = services;
        this.store = services.store();
    }

    void register(Routes routes) {
        String artifacts = "/api/studies/{study}/trials/{trial}/artifacts";
        routes.add(HandlerType.GET, artifacts, this::list);
        routes.add(HandlerType.GET, artifacts + "/{artifact}", this::get);
        routes.add(HandlerType.PUT, artifacts + "/{artifact}", this::put);
        routes.add(HandlerType.GET, "/api/studies/{study}/export", this::export);
    }

    private void list(Context ctx) {
        StudyRecord study = services.study(ctx);
        Trial<String> trial = services.trial(ctx, study);
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("items", TrialView.artifacts(store.artifacts(study.id(), trial.number())));
        Answers.json(ctx, body);
    }

    private void get(Context ctx) {
        StudyRecord study = services.study(ctx);
        Trial<String> trial = services.trial(ctx, study);
        String name = ctx.pathParam("artifact");
        Artifact artifact = store.artifacts(study.id(), trial.number()).stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new ApiException(404, "trial " + trial.number() + " has no artifact '" + name + "'"));
        String type = artifact.mediaType().matches(MEDIA_TYPE) ? artifact.mediaType() : "application/octet-stream";
        String bare = type.split(";", 2)[0].toLowerCase(Locale.ROOT);
        ctx.header("Content-Security-Policy", SANDBOX);
        ctx.header(
                "Content-Disposition",
                (SHOWN.contains(bare) ? "inline" : "attachment") + "; filename=\"" + artifact.name() + "\"");
        ctx.header("Content-Length", Long.toString(artifact.bytes()));
        ctx.contentType(type);
        ctx.disableCompression();
        ctx.result(store.openArtifact(study.id(), trial.number(), name));
    }

    private void put(Context ctx) throws IOException {
        StudyRecord study = services.study(ctx);
        Trial<String> trial = services.trial(ctx, study);
        String type = ctx.contentType() == null ? "application/octet-stream" : ctx.contentType();
        if (!type.matches(MEDIA_TYPE)) {
            throw new ApiException(415, "Content-Type is '" + type + "', expected a media type such as image/png");
        }
        Path file = Files.createTempFile("hone-artifact-", ".tmp");
        try {
            receive(ctx.bodyInputStream(), file);
            Artifact artifact = store.putArtifact(study.id(), trial.number(), ctx.pathParam("artifact"), type, file);
            ctx.status(201);
            Answers.json(ctx, TrialView.artifact(artifact));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void receive(InputStream in, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
                if (total > MAX_ARTIFACT) {
                    throw new ApiException(413, "the artifact has more than " + MAX_ARTIFACT + " bytes");
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private void export(Context ctx) throws IOException {
        StudyRecord study = services.study(ctx);
        String name = Requests.choice(ctx, "format", "jsonl", List.of("csv", "jsonl", "optuna"));
        Format format = Format.valueOf(name.toUpperCase(Locale.ROOT));
        String extension = format == Format.OPTUNA ? "db" : name;
        Path folder = Files.createTempDirectory("hone-export-");
        try {
            Path file = folder.resolve("study." + extension);
            StudyExchange.export(store, study, format, file);
            ctx.header(
                    "Content-Disposition",
                    "attachment; filename*=UTF-8''" + Paths.segment(study.name()) + "." + extension);
            ctx.contentType(
                    switch (format) {
                        case CSV -> "text/csv;charset=utf-8";
                        case JSONL -> "application/jsonl";
                        case OPTUNA -> "application/vnd.sqlite3";
                    });
            ctx.result(new Temporary(Files.newInputStream(file), folder));
        } catch (IOException | RuntimeException e) {
            Temporary.remove(folder);
            throw e;
        }
    }

    /** A file whose folder goes when it has been read. */
    private static final class Temporary extends FilterInputStream {

        private final Path folder;

        Temporary(InputStream in, Path folder) {
            super(in);
            this.folder = folder;
        }

        @Override
        public void close() throws IOException {
            super.close();
            remove(folder);
        }

        static void remove(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new StoreException("the temporary folder " + folder + " cannot be removed: " + e, false, e);
            }
        }
    }
}
