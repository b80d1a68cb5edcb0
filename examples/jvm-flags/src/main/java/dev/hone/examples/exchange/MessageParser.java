package dev.hone.examples.exchange;

import java.util.List;

/** Reads the lines of {@link MessageSource}. */
final class MessageParser {

    private MessageParser() {}

    /** @throws IllegalArgumentException if the line is not a message */
    static Message parse(String line) {
        String[] fields = line.split("\\|", -1);
        return switch (fields[0]) {
            case "ORDER" ->
                new Message.NewOrder(
                        Long.parseLong(fields[2]),
                        fields[1],
                        fields[3],
                        fields[4].equals("B"),
                        Long.parseLong(fields[5]),
                        Integer.parseInt(fields[6]));
            case "CANCEL" -> new Message.Cancel(Long.parseLong(fields[2]), fields[1]);
            case "NEWS" -> new Message.News(Long.parseLong(fields[1]), fields[2]);
            case "SEARCH" -> new Message.Search(List.of(fields[1].split(" ", -1)));
            default -> throw new IllegalArgumentException("not a message: " + line);
        };
    }
}
