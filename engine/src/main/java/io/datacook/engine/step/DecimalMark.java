package io.datacook.engine.step;

/// What separates the decimals of a number written for people.
public enum DecimalMark {
    /// `1,234.50`
    POINT('.', ','),
    /// `1.234,50`
    COMMA(',', '.');

    private final char decimal;
    private final char thousands;

    DecimalMark(char decimal, char thousands) {
        this.decimal = decimal;
        this.thousands = thousands;
    }

    /// What stands before the decimals.
    char decimal() {
        return decimal;
    }

    /// What may stand between groups of thousands.
    char thousands() {
        return thousands;
    }
}
