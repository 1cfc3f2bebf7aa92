import { useQuery } from '@tanstack/react-query';
import { recipesQuery } from '../../../../api/queries';
import type { StepKinds } from '../../../../api/recipe-answers';
import type { Recipe, RecipeStep } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { Dialog } from '../../../../ui/Dialog';
import { EmptyState } from '../../../../ui/EmptyState';
import { Faces } from '../../../../ui/Faces';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import { useToast } from '../../../../ui/toast';
import styles from './prepare.module.css';
import { useDeleteRecipe } from './queries';

interface RecipesDialogProps {
  kinds: StepKinds;
  isOpen: boolean;
  onClose: () => void;
  onTake: (steps: RecipeStep[]) => void;
}

/** The recipes that the workspace keeps: take one up, or remove it. */
export function RecipesDialog({ kinds, isOpen, onClose, onTake }: RecipesDialogProps) {
  const recipes = useQuery(recipesQuery());
  const remove = useDeleteRecipe();
  const tell = useToast();
  const names = new Map(kinds.steps.map((kind) => [kind.id, kind.name]));
  const wordsOf = (recipe: Recipe) => recipe.steps.map((step) => names.get(step.type) ?? step.type).join(' → ');
  return (
    <Dialog title="Saved recipes" isOpen={isOpen} onClose={onClose}>
      <Faces
        of="recipes"
        query={recipes}
        empty={{
          when: (data) => data.recipes.length === 0,
          show: <EmptyState title="No recipe yet">Put steps together and save them: then they can be applied to other datasets.</EmptyState>,
        }}
      >
        {(data) => (
          <ul className={styles.list}>
            {data.recipes.map((recipe) => (
              <li key={recipe.id} className={styles.saved}>
                <span>
                  <span className={styles.name}>{recipe.name}</span>
                  <span className={styles.what}>{wordsOf(recipe)}</span>
                </span>
                <Button onClick={() => onTake(recipe.steps)}>Take these steps</Button>
                <IconButton
                  label={`Remove the recipe ${recipe.name}`}
                  icon={icons.trash}
                  onClick={() => remove.mutate(recipe.id, { onError: (error) => tell({ tone: 'bad', text: error.message }) })}
                />
              </li>
            ))}
          </ul>
        )}
      </Faces>
    </Dialog>
  );
}
