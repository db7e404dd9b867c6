/// Tests of what chooses where files lie.
@NullMarked
package io.datacook.connectors.files.storage;

import org.jspecify.annotations.NullMarked;
