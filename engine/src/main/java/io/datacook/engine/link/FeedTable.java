package io.datacook.engine.link;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.engine.stage.Feed;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The streams that right halves hold open here; each is closed when its holder and all readers are gone.
///
/// **Threading:** safe for all threads.
final class FeedTable {
    /// So many streams may be open at once; a right half opens one for each stream of the recipe it loads.
    static final int FEEDS_MAX = 1_000;

    private final Map<Long, Held> feeds = new HashMap<>();

    /// Keeps a feed until it is released.
    ///
    /// @param feed owned by the table from now on
    /// @return its number
    long hold(Feed feed) {
        long number = UUID.randomUUID().getMostSignificantBits();
        synchronized (feeds) {
            if (feeds.size() < FEEDS_MAX) {
                feeds.put(number, new Held(feed));
                return number;
            }
        }
        feed.close();
        throw new DatacookException(
                ErrorCode.RESOURCE_EXHAUSTED, "%d streams are open here, which is the limit".formatted(FEEDS_MAX));
    }

    /// Borrows a feed for a reader, which gives it back by [#release].
    Feed borrow(long number) {
        synchronized (feeds) {
            Held held = feeds.get(number);
            if (held == null) {
                throw new DatacookException(
                        ErrorCode.LINK_BROKEN,
                        "the stream is not open here any more: the pod was replaced; the split is read again");
            }
            held.users++;
            return held.feed;
        }
    }

    /// The holder or a reader is done.
    void release(long number) {
        Feed unused = null;
        synchronized (feeds) {
            Held held = feeds.get(number);
            if (held != null && --held.users == 0) {
                feeds.remove(number);
                unused = held.feed;
            }
        }
        if (unused != null) {
            unused.close();
        }
    }

    private static final class Held {
        private final Feed feed;
        private int users = 1;

        private Held(Feed feed) {
            this.feed = feed;
        }
    }
}
