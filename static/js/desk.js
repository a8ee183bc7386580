/** The scripts of the moderators' desk. Each makes something pleasanter that works without it. */
import "./desk-counts.js";
import "./import-progress.js";
import "./moderation-queue.js";
import "./queue-keys.js";
