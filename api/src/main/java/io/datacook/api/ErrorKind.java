package io.datacook.api;

/// Who can mend an error; exit codes, HTTP statuses and condition reasons follow from it.
public enum ErrorKind {
    /// The recipe, its data or its target: the user mends it, a retry does not.
    USER,
    /// A system outside of Datacook: a retry may mend it.
    EXTERNAL,
    /// Memory, disk or another limit of this machine.
    RESOURCES,
    /// A fault of Datacook itself.
    INTERNAL
}
