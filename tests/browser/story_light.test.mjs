// The whole story, by day.
import { tell_story } from "./story.mjs";

tell_story("light");
