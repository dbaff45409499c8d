// The recipes with small networks, against their tutorials written in PyTorch.
import { testRecipes } from './recipeTests';

testRecipes('digits-keras', 'digits-keras-cnn', 'digits-tensorflow');
