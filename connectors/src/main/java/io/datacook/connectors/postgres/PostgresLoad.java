package io.datacook.connectors.postgres;

import io.datacook.api.DatacookException;
import io.datacook.api.EpochId;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.VisibleRows;
import io.datacook.api.WriteMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One window of one stream on its way into a table.
///
/// One session works on the table and the ledger; lanes have sessions of their own, kept from epoch to epoch.
/// **Threading:** as [Load] says; calls that use the shared session take turns.
final class PostgresLoad implements Load {
    private final PostgresDestination.Target target;
    private final LoadRequest request;
    private final Ledger ledger;
    private final Shadow shadow;
    private final Touched touched;
    private final PostgresVisible visible;
    private final Deque<Session> idle = new ArrayDeque<>();
    private @Nullable Session control;
    private @Nullable Landing landing;
    private boolean closed;

    PostgresLoad(PostgresDestination.Target target, LoadRequest request) {
        this.target = target;
        this.request = request;
        this.ledger = Ledger.of(target.table(), request);
        this.shadow = Shadow.of(target.table(), target.options().replaceBy(), request);
        this.touched = Touched.of(target.table(), request);
        this.visible = new PostgresVisible(target, request, ledger, touched);
    }

    @Override
    public synchronized void open() {
        transaction(session -> {
            ledger.lockForChanges(session);
            ledger.create(session);
            ledger.raiseRun(session);
            change(session);
            ledger.forgetOtherWindows(session);
            shadow.dropOthers(session);
            Shadow.dropOthers(session, touched.table(), touched.prefix());
            return ledger;
        });
    }

    private void change(Session session) {
        boolean exists = Shadow.exists(session, target.table());
        boolean replaces = request.mode() instanceof WriteMode.Replace;
        if (exists || !replaces) {
            TargetChanges.statements(target.table(), request, exists).forEach(session::execute);
        }
        if (request.mode() instanceof WriteMode.Scd2 history) {
            Scd2.prepare(target.table(), history.keys()).forEach(session::execute);
        }
        if (!touched.keys().isEmpty()) {
            touched.create(session);
        }
        if (replaces && !ledger.isFinished(session) && !shadow.exists(session)) {
            if (ledger.hasCommits(session)) {
                throw missing();
            }
            shadow.create(session);
        }
    }

    private DatacookException missing() {
        return new DatacookException(
                ErrorCode.STATE_INVALID,
                ("the table %s, which gathers the new rows of %s, was dropped by somebody else; "
                                + "run `datacook state reset` to start afresh")
                        .formatted(shadow.table(), target.table()));
    }

    @Override
    public synchronized @Nullable String claim(String split, long fence) {
        return transaction(session -> ledger.claim(session, split, fence)).checkpoint();
    }

    @Override
    public EpochWriter begin(EpochId epoch) {
        return new LaneWriter(this, epoch);
    }

    @Override
    public synchronized void finish(List<Manifest> manifests) {
        transaction(session -> {
            ledger.lockForChanges(session);
            ledger.requireRun(session, request.fence());
            if (ledger.isFinished(session)) {
                return ledger;
            }
            if (request.mode() instanceof WriteMode.Replace) {
                if (!shadow.exists(session)) {
                    throw missing();
                }
                shadow.swap(session);
            }
            ledger.finish(session);
            return ledger;
        });
    }

    @Override
    public VisibleRows visible() {
        return visible;
    }

    /// What a transaction does.
    @FunctionalInterface
    private interface Work<T> {
        T run(Session session);
    }

    private <T> T transaction(Work<T> work) {
        Session session = control;
        if (session == null) {
            session = target.connect();
            control = session;
        }
        boolean done = false;
        try {
            session.begin();
            T result = work.run(session);
            session.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                // The next call connects anew: this session may be broken, or in an unknown state.
                control = null;
                session.rollback();
                session.close();
            }
        }
    }

    /// How rows come in; planned when the first ones do, as the table stands then.
    synchronized Landing landing() {
        if (landing == null) {
            boolean replaces = request.mode() instanceof WriteMode.Replace;
            TableName table = replaces ? shadow.table() : target.table();
            landing = transaction(session -> Landing.plan(session, table, request));
        }
        return landing;
    }

    /// A session for a lane, ready to begin a transaction.
    Session lend() {
        Landing ready = landing();
        synchronized (this) {
            Session session = idle.poll();
            if (session != null) {
                return session;
            }
        }
        Session session = target.connect();
        try {
            ready.prepare(session);
            return session;
        } catch (DatacookException broken) {
            session.close();
            throw broken;
        }
    }

    /// Takes a session back whose transaction is over.
    synchronized void giveBack(Session session) {
        if (closed) {
            session.close();
        } else {
            idle.push(session);
        }
    }

    Touched touched() {
        return touched;
    }

    Ledger ledger() {
        return ledger;
    }

    PostgresDestination.Target target() {
        return target;
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Session::close);
        idle.clear();
        visible.close();
        if (control != null) {
            control.close();
            control = null;
        }
    }
}
