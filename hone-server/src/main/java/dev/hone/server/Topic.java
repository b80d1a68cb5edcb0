package dev.hone.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that streams follow. Used by one thread, but for {@link #close}. */
abstract class Topic {

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final StringBuilder news = new StringBuilder();

    /** Looks for changes and tells the subscribers. */
    final void poll() {
        try {
            look();
        } finally {
            send();
        }
    }

    /** Looks for changes and tells them with {@link #tell}. */
    abstract void look();

    final boolean isFollowed() {
        subscribers.removeIf(Subscriber::isGone);
        return !subscribers.isEmpty();
    }

    final void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    final void tell(String type, String id, String data) {
        news.append(Subscriber.text(type, id, data));
    }

    /** One piece of bytes for all subscribers, however many there are. */
    private void send() {
        if (news.length() > 0) {
            byte[] bytes = news.toString().getBytes(StandardCharsets.UTF_8);
            news.setLength(0);
            subscribers.forEach(s -> s.send(bytes));
        }
    }

    final void comment() {
        subscribers.forEach(Subscriber::comment);
    }

    /** Ends the streams after what they have been told. */
    final void end() {
        send();
        subscribers.forEach(Subscriber::end);
        subscribers.clear();
    }

    final void close() {
        subscribers.forEach(Subscriber::close);
    }
}
