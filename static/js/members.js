/** What only those who are logged in find on a page. */
import "./article-question.js";
import "./comment-preview.js";
import "./composer-form.js";
import "./draft-keeper.js";
import "./drop-down.js";
import "./follow-button.js";
import "./mention-completion.js";
import "./notification-bell.js";
import "./recommend-button.js";
import "./seen-comments.js";
import "./time-zone.js";
