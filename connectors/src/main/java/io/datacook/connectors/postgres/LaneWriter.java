package io.datacook.connectors.postgres;

import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import org.jspecify.annotations.Nullable;

/// Writes one epoch of one split: rows, what follows from them, and the ledger's row, in one transaction.
///
/// Connects with the first batch, so that an epoch without rows costs nothing before its commit.
final class LaneWriter implements EpochWriter.Transactional {
    private final PostgresLoad load;
    private final EpochId epoch;
    private @Nullable Session session;
    private @Nullable RowCopy copy;

    LaneWriter(PostgresLoad load, EpochId epoch) {
        this.load = load;
        this.epoch = epoch;
    }

    @Override
    public void write(Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        RowCopy running = copy;
        if (running == null) {
            running = new RowCopy(start(), load.landing());
            copy = running;
        }
        running.send(batch);
    }

    private Session start() {
        Session lent = session;
        if (lent == null) {
            lent = load.lend();
            session = lent;
            lent.begin();
        }
        return lent;
    }

    @Override
    public void commit(String checkpoint) {
        Session lent = start();
        try {
            if (copy != null) {
                copy.end();
                copy = null;
                load.landing().apply(lent, load.target().context().clock().instant(), load.touched());
            }
            load.ledger().advance(lent, epoch, checkpoint);
            lent.commit();
        } catch (DatacookException failed) {
            session = null;
            copy = null;
            // Whatever happened, the server decides: an open transaction ends with its connection.
            lent.close();
            throw failed;
        }
        session = null;
        load.giveBack(lent);
    }

    @Override
    public void close() {
        Session lent = session;
        if (lent == null) {
            return;
        }
        session = null;
        if (copy != null) {
            copy.cancel();
            copy = null;
        }
        lent.rollback();
        lent.close();
    }
}
