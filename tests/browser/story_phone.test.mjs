// The whole story, on a window of 320 pixels.
import { tell_story } from "./story.mjs";

tell_story("phone");
