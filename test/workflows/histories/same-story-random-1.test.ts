import { testRandomStories } from '../../support/core/random/stories';

// In four files, so that the cores have their fair shares of them.
testRandomStories(1, 50);
