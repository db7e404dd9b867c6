package io.datacook.testkit;

/// Everything a destination must keep, for each of its features and both of its classes.
///
/// A test class supplies [DestinationSubject]: the features its role declares, how to open a target by name, how to see
/// the rows of a target without the connector, and one value for each Arrow type. A target name is used by one test
/// only, so a shared server needs no cleaning. Example:
///
/// ```java
/// class ParquetDestinationTest implements DestinationContract {
///     @TempDir Path folder;
///     public Set<DestinationFeature> features() { return new ParquetConnector().destination().features(); }
///     public Destination open(ConnectorContext context, String target) { return … folder.resolve(target) …; }
///     public List<Map<String, @Nullable String>> visible(String target) { return … read by DuckDB …; }
///     public List<TypeCase> types() { return List.of(…); }
/// }
/// ```
///
/// The parts: [DestinationEpochContract] (what is visible when, fences, repeated calls), [DestinationModeContract]
/// (append, replace, merge, scd2, types, schema changes), [DestinationCrashContract] (a kill at every protocol point),
/// [DestinationReceiptContract] (what it tells of the rows it made visible).
public interface DestinationContract
        extends DestinationEpochContract,
                DestinationModeContract,
                DestinationCrashContract,
                DestinationReceiptContract {}
