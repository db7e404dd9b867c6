package io.datacook.connectors.files;

import io.datacook.api.EpochId;
import io.datacook.api.Manifest;

/// Where the files of one window wait until they are published: readers do not see them.
///
/// **Threading:** safe for all lanes.
public interface Staging {
    /// Starts a file.
    ///
    /// @param number 1 for the first file of the epoch
    Draft begin(EpochId epoch, int number);

    /// The names of files that were kept survive a crash of the machine.
    void makeDurable();

    /// Removes a file that was kept; no failure if it is not there.
    void remove(Manifest.StagedFile file);

    /// A staged file being written. **Threading:** one thread. Ends with [#keep] or [#abandon].
    interface Draft {
        /// Takes the file's bytes.
        StagedOutput output();

        /// Ends the file: complete, durable, not visible. Closes the output.
        ///
        /// @param rows the rows in it
        Manifest.StagedFile keep(long rows);

        /// Throws the file away and closes the output; never fails.
        void abandon();
    }
}
