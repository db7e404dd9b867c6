package io.datacook.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One window of one stream on its way into a target.
///
/// The engine's order: [#open] once; for each split [#claim], then epochs one after the other; when all splits are
/// final, [#finish] once. After a crash the same order starts again with higher fences, so every method is idempotent
/// for the same arguments. **Threading:** safe for several threads, one for each split; [#open] and [#finish] run
/// alone. **Closing:** frees connections and files; discards nothing that was prepared or committed.
public interface Load extends AutoCloseable {
    /// Makes the target ready: raises the stream's fence to the request's, applies the request's changes, creates
    /// what staging needs, and removes garbage: staging of *other* windows with a lower fence than the request's.
    ///
    /// Staging of this window is never garbage before [#finish]: the state may hold a manifest that names it.
    ///
    /// @throws DatacookException `FENCED` if the target has seen a higher fence of a run
    void open();

    /// Takes a split over: afterwards no holder of a lower fence can commit it.
    ///
    /// @return the checkpoint of the split's last commit in this window as the target has it, which wins over the
    ///     state's; `null` if the target keeps none
    /// @throws DatacookException `FENCED` if the target has seen a higher fence
    default @Nullable String claim(String split, long fence) {
        return null;
    }

    /// Starts an epoch.
    EpochWriter begin(EpochId epoch);

    /// Makes a committed epoch visible: staged loads in [WriteMode.Append] only.
    ///
    /// Called again with the same manifest after a crash: what is already visible with the same size is done.
    default void publish(Manifest manifest) {}

    /// All splits are committed: exchanges the target's rows in [WriteMode.Replace], applies what waits for the
    /// window's end in other modes, and clears this window's staging.
    ///
    /// Called again, by this run or the next one, it changes nothing. A run that was overtaken may call it when
    /// newer windows are done: it must then change nothing either.
    ///
    /// @throws DatacookException `FENCED` if the target has seen a higher fence of a run
    /// @param manifests of all epochs of the window, in the order of the data; empty for transactional loads
    void finish(List<Manifest> manifests);

    /// How to see what this window made visible, asked for after [#open] and used after [#finish].
    ///
    /// Exact or absent: in [WriteMode.Append] the rows of this window and no others, those of earlier
    /// attempts at it included; in [WriteMode.Replace] everything; in modes with keys the present rows of
    /// the keys it brought.
    ///
    /// @return `null` if the target cannot tell them from other rows, or does not keep values as they were written
    default @Nullable VisibleRows visible() {
        return null;
    }

    @Override
    void close();
}
