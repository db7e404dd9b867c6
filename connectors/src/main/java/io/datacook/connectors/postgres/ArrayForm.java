package io.datacook.connectors.postgres;

/// What arrays become.
public enum ArrayForm {
    /// Lists; arrays of more than one dimension are bad rows.
    LIST,
    /// Texts such as `{1,2}`, whatever their dimensions.
    TEXT
}
