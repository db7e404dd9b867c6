/// Tests of the JSON connector.
@NullMarked
package io.datacook.connectors.json;

import org.jspecify.annotations.NullMarked;
