package io.datacook.testkit;

/// Everything a source must keep, for each of its features.
///
/// A test class supplies [SourceSubject]: the features its role declares and how to open streams that hold a known
/// table. Example:
///
/// ```java
/// class CsvSourceTest implements SourceContract {
///     @TempDir Path folder;
///     public Set<SourceFeature> features() { return new CsvConnector().source().features(); }
///     public Path folder() { return folder; }
///     public Source open(ConnectorContext context, int rows) { … write SourceSubject.table(rows) … }
///     public Source openMissing(ConnectorContext context) { … "missing.csv" … }
///     public String missingName() { return "missing.csv"; }
///     public @Nullable Source openWithBadRow(ConnectorContext context) { … }
/// }
/// ```
///
/// The parts: [SourceRowsContract] (columns, splits, order, limits, empty and missing streams, bad rows, leaks),
/// [SourceFeaturesContract] (resume, repeat, project, cursors). Rows come in the order of `id`.
public interface SourceContract extends SourceRowsContract, SourceFeaturesContract {}
