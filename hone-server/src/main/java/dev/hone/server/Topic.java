package dev.hone.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that streams follow. Used by one thread, but for {@link #close}. */
abstract class Topic {

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    /** Looks for changes and tells the subscribers. */
    abstract void poll();

    final boolean isFollowed() {
        subscribers.removeIf(Subscriber::isGone);
        return !subscribers.isEmpty();
    }

    final void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    final void tell(String type, String id, String data) {
        subscribers.forEach(s -> s.event(type, id, data));
    }

    final void comment() {
        subscribers.forEach(Subscriber::comment);
    }

    /** Ends the streams after what they have been told. */
    final void end() {
        subscribers.forEach(Subscriber::end);
        subscribers.clear();
    }

    final void close() {
        subscribers.forEach(Subscriber::close);
    }
}
