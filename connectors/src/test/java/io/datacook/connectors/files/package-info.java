/// Tests of finding, staging, publishing and replacing files.
@NullMarked
package io.datacook.connectors.files;

import org.jspecify.annotations.NullMarked;
