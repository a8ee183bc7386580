/** Every page's scripts. Each makes something pleasanter that works without it. */
import "./account-menu.js";
import "./answered-words.js";
import "./comment-count.js";
import "./comment-preview.js";
import "./comment-thread.js";
import "./composer-form.js";
import "./count-down.js";
import "./draft-keeper.js";
import "./more-replies.js";
import "./quote-selection.js";
import "./quoted-by.js";
import "./recommend-button.js";
import "./relative-time.js";
import "./sort-order.js";
import "./thread-folds.js";
import "./thread-keys.js";
import "./way-back.js";
