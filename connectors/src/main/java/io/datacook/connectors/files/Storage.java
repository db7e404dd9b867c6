package io.datacook.connectors.files;

import io.datacook.api.ByteSize;
import java.util.List;

/// Where files lie: folders of this machine, or a bucket. Formats read and write them without knowing which.
///
/// **Threading:** safe for several threads. **Closing:** by the source or destination that opened it; frees
/// connections.
public interface Storage extends AutoCloseable {
    /// The files that a source's `path` names: one file, all files of a folder and its subfolders, or those that match
    /// a pattern such as `data/lineitem*.csv` or `data/**/*.json`.
    ///
    /// @param extensions which files of a folder count, without the first dot: `csv`, `csv.gz`
    /// @return at least one, sorted by path
    /// @throws io.datacook.api.DatacookException `STREAM_MISSING` saying what was looked for
    List<SourceFile> find(String path, List<String> extensions);

    /// One file as it is now.
    ///
    /// @param name as [SourceFile#name] has it
    /// @throws io.datacook.api.DatacookException `STREAM_MISSING`, `ACCESS_DENIED`
    SourceFile file(String name);

    /// What a destination's `path` names; changes nothing.
    ///
    /// @param extension of the format's files, without the first dot
    /// @param fileSize a file in a folder is ended once it has this size
    /// @throws io.datacook.api.DatacookException `RECIPE_INVALID`, `RECIPE_UNSUPPORTED` if no files can go there
    FileTarget target(String path, String extension, ByteSize fileSize);

    @Override
    void close();
}
