import { testRandomStories } from '../../support/random/stories';

testRandomStories(101, 200);
