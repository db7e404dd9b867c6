/// The command line: one class for each command, thin over the engine. Only this package prints.
@NullMarked
package io.datacook.cli;

import org.jspecify.annotations.NullMarked;
