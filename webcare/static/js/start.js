// Loads every behaviour and starts those that the page asks for with data-behaviour.
import { begin } from "./behaviours.js";
import "./keyed.js";
import "./clock.js";
import "./keys.js";
import "./live.js";
import "./connection.js";
import "./toast.js";
import "./dialog.js";
import "./help.js";
import "./palette.js";
import "./small.js";
import "./options.js";
import "./list.js";
import "./holds.js";
import "./picking.js";
import "./opened.js";
import "./newest.js";
import "./presence.js";
import "./write.js";
import "./draft.js";
import "./claims.js";
import "./files.js";
import "./mentions.js";
import "./prepared.js";
import "./leaves.js";
import "./keeps.js";

begin();
