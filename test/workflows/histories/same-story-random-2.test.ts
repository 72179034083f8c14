import { testRandomStories } from '../../support/core/random/stories';

testRandomStories(101, 200);
