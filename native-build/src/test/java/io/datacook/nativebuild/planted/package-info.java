/// What the rules must notice.
@NullMarked
package io.datacook.nativebuild.planted;

import org.jspecify.annotations.NullMarked;
