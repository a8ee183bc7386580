/** Everybody's scripts. Each makes something pleasanter that works without it. */
import "./answered-words.js";
import "./comment-count.js";
import "./comment-thread.js";
import "./count-down.js";
import "./live-discussion.js";
import "./local-time.js";
import "./more-replies.js";
import "./new-comments.js";
import "./quote-selection.js";
import "./quoted-by.js";
import "./relative-time.js";
import "./sort-order.js";
import "./thread-folds.js";
import "./thread-keys.js";
import "./way-back.js";
