package io.datacook.engine.link;

/// What a frame is. The number is its byte on the wire and never changes its meaning.
enum FrameType {
    /// To the left: what is asked for, the first frame of a connection.
    REQUEST(1),
    /// To the left: so many bytes more may be sent.
    CREDIT(2),
    /// To the left: a position is committed.
    ACKNOWLEDGE(3),
    /// Both ways: the sender lives.
    HEARTBEAT(4),
    /// To the right: the answer to a request.
    ANSWER(16),
    /// To the right: rows.
    BATCH(17),
    /// To the right: no more rows, with the counts of all.
    END(18),
    /// To the right: it failed.
    ERROR(19);

    private final byte number;

    FrameType(int number) {
        this.number = (byte) number;
    }

    byte number() {
        return number;
    }

    /// The type with a number.
    ///
    /// @throws io.datacook.api.DatacookException if there is none
    static FrameType of(byte number) {
        for (FrameType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw LinkFailures.damaged("a frame of the unknown type " + number);
    }
}
