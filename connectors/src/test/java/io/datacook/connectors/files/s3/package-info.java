@NullMarked
package io.datacook.connectors.files.s3;

import org.jspecify.annotations.NullMarked;
