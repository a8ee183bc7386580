/** The scripts of the moderators' desk. Each makes something pleasanter that works without it. */
import "./moderation-queue.js";
import "./queue-keys.js";
