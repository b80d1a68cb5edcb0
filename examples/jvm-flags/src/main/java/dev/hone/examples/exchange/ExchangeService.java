package dev.hone.examples.exchange;

/**
 * Serves a fixed amount of traffic and ends. It parses text, matches orders, indexes news and answers searches, which makes
 * much short-lived garbage beside some tens of megabytes that live on: the mix that a garbage collector has to cope with in
 * many services.
 *
 * <p>The work is the same in every run; the program checks its own result and exits with 1 if it is wrong, so a flag cannot
 * win by breaking it.
 */
public final class ExchangeService {

    static final int MESSAGES = 260_000;
    private static final long EXPECTED = 0xdb9dee761a8bb947L;

    private ExchangeService() {}

    /** @param args how many messages to serve; the known result is checked for the default number */
    public static void main(String[] args) {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : MESSAGES;
        Exchange.Report report;
        try {
            report = serve(messages, 20_261_125L);
        } catch (OutOfMemoryError e) {
            // One line says more than a stack trace from wherever memory happened to end.
            System.err.println("out of memory: " + e.getMessage());
            System.exit(1);
            return;
        }
        System.out.printf(
                "{\"messages\": %d, \"trades\": %d, \"cancelled\": %d, \"hits\": %d, \"checksum\": \"%016x\"}%n",
                messages, report.trades(), report.cancelled(), report.hits(), report.checksum());
        if (messages == MESSAGES && report.checksum() != EXPECTED) {
            System.err.printf("wrong result: checksum %016x, expected %016x%n", report.checksum(), EXPECTED);
            System.exit(1);
        }
    }

    static Exchange.Report serve(int messages, long seed) {
        MessageSource source = new MessageSource(seed, 40, 20_000);
        Exchange exchange = new Exchange(2_000, 20_000);
        for (int i = 0; i < messages; i++) {
            exchange.handle(source.next());
        }
        return exchange.report();
    }
}
