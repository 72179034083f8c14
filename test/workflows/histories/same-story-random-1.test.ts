import { testRandomStories } from '../../support/core/random/stories';

// In two files, so that each core plays half of them.
testRandomStories(1, 100);
