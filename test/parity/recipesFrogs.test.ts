// The recipes of the two frog tutorials, against the tutorials written in PyTorch.
import { testRecipes } from './recipeTests';

testRecipes('frogs-keras', 'frogs-cntk');
