package io.datacook.engine.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.CursorRange;
import io.datacook.api.EpochId;
import io.datacook.api.Manifest;
import io.datacook.api.Position;
import io.datacook.api.Split;
import io.datacook.engine.commit.Decision.Accepted;
import io.datacook.engine.commit.Decision.Refused;
import io.datacook.engine.commit.Decision.Unchanged;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Owner ANNA = new Owner("a", 1, 1, "run-a");
    private static final Owner BERT = new Owner("b", 2, 2, "run-b");

    private static StreamState accepted(Decision decision) {
        assertThat(decision).isInstanceOf(Accepted.class);
        return ((Accepted) decision).state();
    }

    private static Refusal refused(Decision decision) {
        assertThat(decision).isInstanceOf(Refused.class);
        assertThat(((Refused) decision).detail()).isNotBlank();
        return ((Refused) decision).reason();
    }

    private static void unchanged(Decision decision) {
        assertThat(decision).isInstanceOf(Unchanged.class);
    }

    private static StreamState held(StreamState state, Owner owner) {
        return accepted(Protocol.acquire(state, owner, NOW, MINUTE));
    }

    private static long fence(StreamState state) {
        return Objects.requireNonNull(state.lease()).fence();
    }

    private static StreamState opened(StreamState state, String mode, String... splits) {
        List<Split> parts =
                List.of(splits).stream().map(id -> Split.of(id, Map.of())).toList();
        WindowPlan plan = new WindowPlan("run-a", new CursorRange("n", null, "9"), mode, "digest", parts);
        return accepted(Protocol.open(state, fence(state), plan, NOW));
    }

    private static StreamState leased(StreamState state, String split) {
        return accepted(Protocol.lease(state, fence(state), split));
    }

    private static SplitState split(StreamState state, String id) {
        return Objects.requireNonNull(Objects.requireNonNull(state.window()).split(id));
    }

    private static EpochId id(StreamState state, String split, long epoch) {
        Window window = Objects.requireNonNull(state.window());
        return new EpochId(
                "r", "s", window.id(), split, epoch, split(state, split).fence());
    }

    private static EpochCommit epoch(EpochId id, int from, int to, boolean last) {
        Manifest manifest = new Manifest(
                List.of(new Manifest.StagedFile(id.staging(), id.published(), 1, to - from, "crc32:00000000")));
        return new EpochCommit(id, position(from), progress(to, last), manifest);
    }

    private static EpochCommit.Progress progress(int to, boolean last) {
        return new EpochCommit.Progress(position(to), last, to, to, 0, null, "", SplitState.NOTHING);
    }

    private static Position position(int row) {
        return row == 0 ? Position.START : Position.of("row", row);
    }

    private static StreamState done(StreamState state, String split) {
        StreamState leased = leased(state, split);
        StreamState committed = accepted(Protocol.commit(leased, epoch(id(leased, split, 1), 0, 3, true)));
        String window = Objects.requireNonNull(committed.window()).id();
        return committed.window().keepsManifests()
                ? committed
                : accepted(Protocol.published(committed, window, Map.of(split, 1L)));
    }

    @Test
    void aSecondRunWaitsUntilTheLeaseIsOver() {
        StreamState anna = held(StreamState.EMPTY, ANNA);

        assertThat(refused(Protocol.acquire(anna, BERT, NOW.plusSeconds(59), MINUTE)))
                .isEqualTo(Refusal.LOCKED);
        StreamState bert = accepted(Protocol.acquire(anna, BERT, NOW.plusSeconds(60), MINUTE));

        assertThat(fence(bert)).isGreaterThan(fence(anna));
        assertThat(refused(Protocol.renew(bert, fence(anna), NOW, MINUTE))).isEqualTo(Refusal.FENCED);
        unchanged(Protocol.release(bert, fence(anna)));
        assertThat(accepted(Protocol.release(bert, fence(bert))).lease()).isNull();
    }

    @Test
    void aDeadRunIsTakenOverAtOnceAndOnlyThatOne() {
        StreamState anna = held(StreamState.EMPTY, ANNA);
        StreamState bert = accepted(Protocol.takeOver(anna, fence(anna), BERT, NOW, MINUTE));

        assertThat(fence(bert)).isGreaterThan(fence(anna));
        assertThat(refused(Protocol.takeOver(bert, fence(anna), ANNA, NOW, MINUTE)))
                .isEqualTo(Refusal.LOCKED);
    }

    @Test
    void theUserMayUnlock() {
        StreamState anna = held(StreamState.EMPTY, ANNA);

        StreamState free = accepted(Protocol.unlock(anna));

        unchanged(Protocol.unlock(free));
        assertThat(refused(Protocol.renew(free, fence(anna), NOW, MINUTE))).isEqualTo(Refusal.FENCED);
        assertThat(fence(held(free, BERT))).isGreaterThan(fence(anna));
    }

    @Test
    void leasesAreNeverShortenedByAClockThatGoesBack() {
        StreamState anna = held(StreamState.EMPTY, ANNA);

        unchanged(Protocol.renew(anna, fence(anna), NOW.minusSeconds(30), MINUTE));
        StreamState later = accepted(Protocol.renew(anna, fence(anna), NOW.plusSeconds(30), MINUTE));

        assertThat(Objects.requireNonNull(later.lease()).expiresAt()).isEqualTo(NOW.plusSeconds(90));
        assertThat(later.lease().since()).isEqualTo(NOW);
    }

    @Test
    void fencesFollowTheClockWhereTheStateWasLost() {
        Instant later = NOW.plusSeconds(3600);

        StreamState lost = accepted(Protocol.acquire(StreamState.EMPTY, BERT, later, MINUTE));

        assertThat(fence(lost)).isEqualTo(later.toEpochMilli());
        assertThat(accepted(Protocol.acquire(lost, BERT, NOW, MINUTE)).fence()).isEqualTo(later.toEpochMilli() + 1);
    }

    @Test
    void windowIdsAreNeverUsedTwice() {
        StreamState first = opened(held(StreamState.EMPTY, ANNA), "append", "s0");
        StreamState reset = accepted(Protocol.reset(first, fence(first)));
        StreamState second = opened(reset, "append", "s0");

        assertThat(Objects.requireNonNull(second.window()).id())
                .isNotEqualTo(Objects.requireNonNull(first.window()).id());
        assertThat(reset.cursor()).isNull();
        assertThat(reset.fence()).isEqualTo(first.fence());
    }

    @Test
    void openingTwiceIsOpeningOnce() {
        StreamState first = opened(held(StreamState.EMPTY, ANNA), "append", "s0");
        WindowPlan again = new WindowPlan("run-a", null, "append", "digest", List.of());
        WindowPlan other = new WindowPlan("run-b", null, "append", "digest", List.of());

        unchanged(Protocol.open(first, fence(first), again, NOW));
        assertThat(refused(Protocol.open(first, fence(first), other, NOW))).isEqualTo(Refusal.WRONG_WINDOW);
    }

    @Test
    void aCommitMovesPositionAndManifestTogether() {
        StreamState leased = leased(opened(held(StreamState.EMPTY, ANNA), "append", "s0"), "s0");
        EpochCommit first = epoch(id(leased, "s0", 1), 0, 3, false);

        StreamState state = accepted(Protocol.commit(leased, first));

        assertThat(split(state, "s0").position()).isEqualTo(position(3));
        assertThat(split(state, "s0").manifests()).containsExactly(first.manifest());
        unchanged(Protocol.commit(state, first));
        assertThat(refused(Protocol.commit(state, epoch(id(state, "s0", 1), 0, 4, false))))
                .isEqualTo(Refusal.STALE_EPOCH);
        assertThat(refused(Protocol.commit(state, epoch(id(state, "s0", 3), 3, 4, false))))
                .isEqualTo(Refusal.STALE_EPOCH);
        assertThat(refused(Protocol.commit(state, epoch(id(state, "s0", 2), 2, 4, false))))
                .isEqualTo(Refusal.WRONG_POSITION);
        StreamState next = accepted(Protocol.commit(state, epoch(id(state, "s0", 2), 3, 4, false)));
        assertThat(split(next, "s0").manifests()).hasSize(1);
    }

    @Test
    void replaceKeepsEveryManifestUntilTheEnd() {
        StreamState state = leased(opened(held(StreamState.EMPTY, ANNA), "replace", "s0"), "s0");
        state = accepted(Protocol.commit(state, epoch(id(state, "s0", 1), 0, 3, false)));
        state = accepted(Protocol.commit(state, epoch(id(state, "s0", 2), 3, 5, true)));
        Window window = Objects.requireNonNull(state.window());

        assertThat(window.manifests()).hasSize(2);
        assertThat(window.awaitsPublish(split(state, "s0"))).isFalse();
        unchanged(Protocol.published(state, window.id(), Map.of("s0", 2L)));
        accepted(Protocol.finishing(state, fence(state), window.id()));
    }

    @Test
    void aHolderThatWasOvertakenCommitsNothing() {
        StreamState old = leased(opened(held(StreamState.EMPTY, ANNA), "append", "s0"), "s0");
        EpochCommit late = epoch(id(old, "s0", 1), 0, 3, false);
        StreamState again = leased(old, "s0");
        StreamState bert = accepted(Protocol.takeOver(old, fence(old), BERT, NOW, MINUTE));

        assertThat(refused(Protocol.commit(again, late))).isEqualTo(Refusal.FENCED);
        assertThat(refused(Protocol.commit(bert, late))).isEqualTo(Refusal.FENCED);
        assertThat(refused(Protocol.settle(bert, late.id(), null))).isEqualTo(Refusal.FENCED);
        assertThat(refused(Protocol.unknown(bert, late.id()))).isEqualTo(Refusal.FENCED);
        assertThat(refused(Protocol.lease(bert, fence(old), "s0"))).isEqualTo(Refusal.FENCED);
        assertThat(refused(Protocol.reset(bert, fence(old)))).isEqualTo(Refusal.FENCED);
    }

    @Test
    void aSplitThatIsDoneIsNotHandedOutAgain() {
        StreamState state = done(opened(held(StreamState.EMPTY, ANNA), "append", "s0", "s1"), "s0");

        assertThat(refused(Protocol.lease(state, fence(state), "s0"))).isEqualTo(Refusal.WRONG_PHASE);
        assertThat(refused(Protocol.lease(state, fence(state), "s9"))).isEqualTo(Refusal.WRONG_WINDOW);
        assertThat(refused(Protocol.finishing(
                        state, fence(state), id(state, "s0", 1).window())))
                .isEqualTo(Refusal.WRONG_PHASE);
    }

    @Test
    void anUnknownOutcomeForbidsEverythingUntilTheDestinationWasAsked() {
        StreamState state = leased(opened(held(StreamState.EMPTY, ANNA), "append", "s0"), "s0");
        EpochCommit commit = new EpochCommit(id(state, "s0", 1), position(0), progress(3, true), SplitState.NOTHING);
        StreamState doubt = accepted(Protocol.unknown(state, commit.id()));
        String window = commit.id().window();

        unchanged(Protocol.unknown(doubt, commit.id()));
        assertThat(refused(Protocol.commit(doubt, commit))).isEqualTo(Refusal.IN_DOUBT);
        assertThat(refused(Protocol.finishing(doubt, fence(doubt), window))).isEqualTo(Refusal.IN_DOUBT);

        StreamState asked = leased(doubt, "s0");
        Checkpoint found = new Checkpoint(window, "s0", 1, commit.progress());
        StreamState committed = accepted(Protocol.settle(asked, id(asked, "s0", 0), found));
        assertThat(split(committed, "s0").last()).isTrue();
        assertThat(split(committed, "s0").inDoubt()).isZero();

        StreamState nothing = accepted(Protocol.settle(asked, id(asked, "s0", 0), null));
        assertThat(split(nothing, "s0").epoch()).isZero();
        assertThat(split(nothing, "s0").inDoubt()).isZero();
    }

    @Test
    void theDestinationsCheckpointWins() {
        StreamState state = leased(opened(held(StreamState.EMPTY, ANNA), "append", "s0"), "s0");
        String window = id(state, "s0", 1).window();
        Checkpoint ahead = new Checkpoint(window, "s0", 2, progress(6, false));
        Checkpoint foreign = new Checkpoint("wold", "s0", 5, progress(9, true));

        StreamState adopted = accepted(Protocol.settle(state, id(state, "s0", 0), ahead));

        assertThat(split(adopted, "s0").position()).isEqualTo(position(6));
        unchanged(Protocol.settle(adopted, id(adopted, "s0", 2), ahead));
        unchanged(Protocol.settle(state, id(state, "s0", 0), foreign));
        StreamState back = accepted(
                Protocol.settle(adopted, id(adopted, "s0", 2), new Checkpoint(window, "s0", 1, progress(3, false))));
        assertThat(split(back, "s0").position()).isEqualTo(position(3));
    }

    @Test
    void onlyTheHolderSaysThatOtherLanesMayJoinAndATakeoverTakesItBack() {
        StreamState state = opened(held(StreamState.EMPTY, ANNA), "append", "s0", "s1");
        String window = Objects.requireNonNull(state.window()).id();
        long fence = fence(state);

        StreamState ready = accepted(Protocol.ready(state, fence, window));

        assertThat(Objects.requireNonNull(ready.window()).readyFence()).isEqualTo(fence);
        unchanged(Protocol.ready(ready, fence, window));
        assertThat(refused(Protocol.ready(state, fence, "wother"))).isEqualTo(Refusal.WRONG_WINDOW);
        assertThat(refused(Protocol.ready(state, fence - 1, window))).isEqualTo(Refusal.FENCED);
        StreamState taken = accepted(Protocol.acquire(ready, ANNA, NOW, Duration.ofMinutes(1)));
        assertThat(Objects.requireNonNull(taken.window()).readyFence()).isNotEqualTo(fence(taken));
        assertThat(refused(Protocol.lease(taken, fence, "s0"))).isEqualTo(Refusal.FENCED);
    }

    @Test
    void aWindowEndsOnlyWhenEverythingIsVisible() {
        StreamState state = leased(opened(held(StreamState.EMPTY, ANNA), "append", "s0"), "s0");
        state = accepted(Protocol.commit(state, epoch(id(state, "s0", 1), 0, 3, true)));
        String window = id(state, "s0", 1).window();

        assertThat(refused(Protocol.finishing(state, fence(state), window))).isEqualTo(Refusal.WRONG_PHASE);
        unchanged(Protocol.published(state, window, Map.of("s0", 7L)));
        state = accepted(Protocol.published(state, window, Map.of("s0", 1L)));
        assertThat(refused(close(state, window, "9"))).isEqualTo(Refusal.WRONG_PHASE);
        state = accepted(Protocol.finishing(state, fence(state), window));
        unchanged(Protocol.finishing(state, fence(state), window));
        StreamState closed = accepted(close(state, window, "9"));

        assertThat(closed.window()).isNull();
        assertThat(closed.cursor()).isEqualTo(new Cursor("n", "9"));
        assertThat(closed.totals()).isEqualTo(new Totals(1, 3, 0, window, NOW, ANNA.runId()));
        unchanged(close(closed, window, "9"));
        assertThat(refused(close(closed, "wother", "9"))).isEqualTo(Refusal.WRONG_WINDOW);
    }

    private static Decision close(StreamState state, String window, @Nullable String cursor) {
        Cursor next = cursor == null ? null : new Cursor("n", cursor);
        return Protocol.finished(state, fence(state), window, next, Comparator.comparingInt(Integer::parseInt), NOW);
    }

    @Test
    void theCursorNeverGoesBack() {
        StreamState first = finishing(held(StreamState.EMPTY, ANNA));
        StreamState closed =
                accepted(close(first, Objects.requireNonNull(first.window()).id(), "9"));
        StreamState second = finishing(closed);
        String window = Objects.requireNonNull(second.window()).id();

        assertThat(refused(close(second, window, "8"))).isEqualTo(Refusal.CURSOR_BACK);
        assertThat(accepted(close(second, window, "10")).cursor()).isEqualTo(new Cursor("n", "10"));
        assertThat(accepted(close(second, window, null)).cursor()).isEqualTo(new Cursor("n", "9"));
    }

    private static StreamState finishing(StreamState state) {
        StreamState done = done(opened(state, "append", "s0"), "s0");
        return accepted(Protocol.finishing(
                done, fence(done), Objects.requireNonNull(done.window()).id()));
    }

    @Test
    void aChangedRecipeContinuesDropsOrRefusesTheWindow() {
        StreamState append = opened(held(StreamState.EMPTY, ANNA), "append", "s0");
        StreamState replace = opened(held(StreamState.EMPTY, ANNA), "replace", "s0");

        unchanged(Protocol.resume(append, fence(append), "append", "digest"));
        StreamState columns = accepted(Protocol.resume(append, fence(append), "append", "other"));
        assertThat(Objects.requireNonNull(columns.window()).schemaDigest()).isEqualTo("other");
        assertThat(accepted(Protocol.resume(append, fence(append), "replace", "digest"))
                        .window())
                .isNull();
        assertThat(refused(Protocol.resume(append, fence(append), "merge", "digest")))
                .isEqualTo(Refusal.RECIPE_CHANGED);
        unchanged(Protocol.resume(replace, fence(replace), "replace", "digest"));
        assertThat(accepted(Protocol.resume(replace, fence(replace), "replace", "other"))
                        .window())
                .isNull();
        StreamState ending = finishing(held(StreamState.EMPTY, ANNA));
        unchanged(Protocol.resume(ending, fence(ending), "append", "other"));
        assertThat(refused(Protocol.resume(ending, fence(ending), "replace", "digest")))
                .isEqualTo(Refusal.RECIPE_CHANGED);
    }
}
