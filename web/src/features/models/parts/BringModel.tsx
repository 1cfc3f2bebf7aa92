import { useRef } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { icons } from '../../../ui/icons';
import { useToast } from '../../../ui/toast';
import { useBringing } from '../queries';

const FORMS = '.pkl,.pickle,.joblib,.skops,.cbm,.h5,.hdf5,.pt,.pth,.onnx,.zip,.txt,.json,.ubj';

/** Takes in a model that was trained elsewhere, and goes to its page once it is there. */
export function BringModel() {
  const input = useRef<HTMLInputElement>(null);
  const bringing = useBringing();
  const navigate = useNavigate();
  const tell = useToast();
  const bring = (file: File) =>
    bringing.mutate(file, {
      onSuccess: ({ model_id: id }) => {
        tell({ tone: 'good', text: `${file.name} was taken in.` });
        void navigate(`/models/${id}`);
      },
      onError: (error) => tell({ tone: 'bad', text: error.message }),
    });
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={FORMS}
        aria-label="Model to bring in"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) bring(file);
        }}
      />
      <Button icon={icons.upload} isBusy={bringing.isPending} onClick={() => input.current?.click()}>
        {bringing.isPending ? 'Looking at the file' : 'Bring a model'}
      </Button>
    </>
  );
}
