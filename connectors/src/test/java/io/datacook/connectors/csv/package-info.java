/// Tests of the CSV connector.
@NullMarked
package io.datacook.connectors.csv;

import org.jspecify.annotations.NullMarked;
