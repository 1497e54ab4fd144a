// The whole story in a browser that runs no script at all.
import { tell_story } from "./story.mjs";

tell_story("no-script");
