// The recipe of the MXNet tutorial, with the largest networks, against the tutorial written in PyTorch.
import { testRecipes } from './recipeTests';

testRecipes('digits-mxnet');
