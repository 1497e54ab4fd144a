// The whole story, in the dark.
import { tell_story } from "./story.mjs";

tell_story("dark");
